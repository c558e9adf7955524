package dev.incidentlab.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Each fix of the scenario on a lab of its own, played by the autopilot as it is written. */
@Tag("slow")
class EveryFixIT {
  private static final Path SCENARIO =
      LabUnderTest.HOME.resolve("../../scenarios/pinned-schema/scenario.yaml");

  @TempDir Path runs;

  @SuppressWarnings("unchecked")
  private static Stream<Arguments> fixes(String kind) throws IOException {
    Map<String, Object> scenario =
        (Map<String, Object>)
            new Load(LoadSettings.builder().build()).loadFromString(Files.readString(SCENARIO));
    List<Map<String, Object>> fixes = (List<Map<String, Object>>) scenario.get(kind);
    assertThat(fixes).isNotEmpty();
    return fixes.stream().map(fix -> Arguments.of(fix.get("id"), fix.get("caughtBy")));
  }

  static Stream<Arguments> solutions() throws IOException {
    return fixes("solutions");
  }

  static Stream<Arguments> adversarialFixes() throws IOException {
    return fixes("adversarialFixes");
  }

  @ParameterizedTest
  @MethodSource("solutions")
  void aRightOnePasses(String id) {
    String narration =
        new LabUnderTest(runs).ok("drill", "pinned-schema", "--autopilot", "--fix", id);

    assertThat(narration).contains("verdict: PASS");
  }

  @ParameterizedTest
  @MethodSource("adversarialFixes")
  void aWrongOneIsCaughtByItsOracle(String id, String caughtBy) {
    LabUnderTest.Output output =
        new LabUnderTest(runs).lab("drill", "pinned-schema", "--autopilot", "--fix", id);

    assertThat(output.status()).as(output.text()).isEqualTo(1);
    assertThat(output.text())
        .contains("verdict: FAIL", "a wrong fix; oracle %s caught it".formatted(caughtBy));
  }

  @ParameterizedTest
  @ValueSource(longs = {2, 3, 4, 5})
  void theReferencePassesWithOtherSeeds(long seed) {
    ReferenceSolutionIT.passes(runs, seed);
  }
}
