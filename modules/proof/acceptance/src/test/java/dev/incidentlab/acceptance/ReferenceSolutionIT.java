package dev.incidentlab.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The right fix passes, and the lab ends without a trace; {@link CatalogueIT} has all fixes. */
@Tag("slow")
class ReferenceSolutionIT {
  @TempDir Path runs;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void passes(long seed) {
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
