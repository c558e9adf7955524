package dev.incidentlab.acceptance;

import static dev.incidentlab.acceptance.LabUnderTest.finding;
import static org.assertj.core.api.Assertions.assertThat;

import dev.incidentlab.api.Answers;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Skipping what waits in the topic makes lag and freshness look right, and loses rows. */
@Tag("slow")
class ResetToLatestIT {
  @TempDir static Path runs;
  private final LabUnderTest lab = new LabUnderTest(runs);

  @AfterEach
  void stop() {
    lab.lab("stop", "--all");
  }

  @Test
  void failsThoughFreshnessIsBack() {
    lab.ok("drill", "pinned-schema", "--seed", "102");
    lab.ok("flag", "set", "ingest.decoder", "registry");
    lab.ok("flag", "set", "ingest.dead-letters", "on");
    lab.ok("job", "start", "fact_ad_events", "--from", "latest");
    lab.ok("lag", "--wait");

    Answers.Verdict verdict = lab.verify();

    assertThat(verdict.outcome()).isEqualTo("FAIL");
    assertThat(finding(verdict, "freshness").outcome()).isEqualTo("PASS");
    assertThat(finding(verdict, "ledger").examples())
        .anySatisfy(e -> assertThat(e).startsWith("missing:").contains("partition", "offset"));
    assertThat(finding(verdict, "dead-letters").outcome()).isEqualTo("FAIL");

    // And then somebody makes the topic anew, "so that nothing bad is in it".
    lab.ok("topic", "recreate", "ad-events");

    assertThat(finding(lab.verify(), "history"))
        .satisfies(history -> assertThat(history.outcome()).isEqualTo("FAIL"))
        .satisfies(
            history -> assertThat(history.observed()).contains("topic ad-events was made anew"));
  }
}
