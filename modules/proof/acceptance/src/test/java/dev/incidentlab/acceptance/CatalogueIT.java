package dev.incidentlab.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The catalogue's content gate: each fix of a scenario, played as it is written from the page of
 * one lab, comes out as the scenario says.
 */
class CatalogueIT {
  private static final String REPRESENTATIVE = "all-clear";

  @TempDir Path runs;

  static Stream<String> scenarios() throws IOException {
    List<String> scenarios;
    try (Stream<Path> folders = Files.list(LabUnderTest.HOME.resolve("../../scenarios"))) {
      scenarios =
          folders
              .filter(Files::isDirectory)
              .map(folder -> folder.getFileName().toString())
              .filter(name -> !name.equals(REPRESENTATIVE))
              .sorted()
              .toList();
    }
    assertThat(scenarios).hasSizeGreaterThan(4);
    return scenarios.stream();
  }

  /**
   * Wrong fixes of it are failed by five oracles, one each; it has the shortest way to its page.
   */
  @Test
  void nothingIsWrongHoldsWhatItPromises() {
    holds(REPRESENTATIVE);
  }

  @Tag("slow")
  @Tag("gate")
  @ParameterizedTest
  @MethodSource("scenarios")
  void holdsWhatItPromises(String scenario) {
    holds(scenario);
  }

  private void holds(String scenario) {
    LabUnderTest lab = new LabUnderTest(runs);

    LabUnderTest.Output checked = lab.lab("dev", "check", scenario);

    assertThat(checked.status()).as(checked.text()).isZero();
    assertThat(checked.text())
        .containsPattern("the fault manifested, alerts as expected")
        .containsPattern("([0-9]+) of \\1 as expected")
        .doesNotContain(" NOT ");
    assertThat(lab.lab("status").text()).contains("no lab is running");
  }
}
