package dev.incidentlab.acceptance;

import static dev.incidentlab.acceptance.LabUnderTest.finding;
import static org.assertj.core.api.Assertions.assertThat;

import dev.incidentlab.api.Answers;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** What people do to the producer in a hurry is no repair; and the final verdict ends the drill. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class UpstreamTurnsIT {
  @TempDir static Path runs;
  private static LabUnderTest lab;

  @BeforeAll
  static void bringToPage() {
    lab = new LabUnderTest(runs);
    lab.ok("drill", "pinned-schema", "--seed", "103");
  }

  @AfterAll
  static void stop() {
    lab.lab("stop", "--all");
  }

  @Test
  @Order(1)
  void aRollBackDoesNotRepairWhatWasWritten() {
    lab.ok("producer", "rollback");
    lab.ok("job", "restart", "fact_ad_events");

    assertThat(finding(lab.verify(), "ledger"))
        .satisfies(ledger -> assertThat(ledger.outcome()).isEqualTo("FAIL"))
        .satisfies(
            ledger ->
                assertThat(ledger.examples())
                    .anyMatch(example -> example.startsWith("missing:"))
                    .anyMatch(example -> example.startsWith("altered:")));
  }

  @Test
  @Order(2)
  void aRepairedTableIsNotEnoughWhileTheProducerIsStopped() {
    lab.ok("producer", "stop");
    lab.ok("flag", "set", "ingest.decoder", "registry");
    lab.ok("flag", "set", "ingest.dead-letters", "on");
    lab.ok("job", "restart", "fact_ad_events");
    lab.ok("lag", "--wait");
    lab.ok("replay", "run", "--from", "07:30");

    Answers.Verdict verdict = lab.verify();

    assertThat(finding(verdict, "ledger").outcome()).isEqualTo("PASS");
    assertThat(finding(verdict, "forward-progress"))
        .satisfies(progress -> assertThat(progress.outcome()).isEqualTo("FAIL"))
        .satisfies(
            progress -> assertThat(progress.observed()).contains("is the producer stopped?"));
  }

  @Test
  @Order(3)
  void whatIsStoppedTwiceIsRefusedInWords() {
    LabUnderTest.Output output = lab.lab("producer", "stop");

    assertThat(output.status()).isEqualTo(2);
    assertThat(output.text()).contains("producer stop: it is stopped already");
  }

  @Test
  @Order(4)
  void theFinalVerdictHoldsOverARestartAndEndsTheDrill() {
    lab.ok("producer", "start");
    lab.ok("clock", "resume", "--pace", "10");

    String verdict = lab.ok("verify", "--final");

    assertThat(verdict).contains("PASS   restart-resistance", "verdict: PASS");
    LabUnderTest.Output afterwards = lab.lab("note", "too late");
    assertThat(afterwards.status()).isEqualTo(2);
    assertThat(afterwards.text()).contains("the drill has ended with its final verdict");
    assertThat(lab.ok("status")).contains("ended");
  }
}
