package dev.incidentlab.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The right fix passes, and the lab ends without a trace; {@link EveryFixIT} has more seeds. */
class ReferenceSolutionIT {
  @TempDir Path runs;

  @Test
  void passes() {
    passes(runs, 1);
  }

  static void passes(Path runs, long seed) {
    LabUnderTest lab = new LabUnderTest(runs);

    String narration =
        lab.ok("drill", "pinned-schema", "--autopilot", "--seed", String.valueOf(seed));

    assertThat(narration)
        .contains("PASS")
        .contains("ledger")
        .contains("schema diff ad-events-value")
        .doesNotContain("FAIL ");
    assertThat(lab.lab("status").text()).contains("no lab is running");
  }
}
