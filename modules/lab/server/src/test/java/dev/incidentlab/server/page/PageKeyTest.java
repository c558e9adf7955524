package dev.incidentlab.server.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incidentlab.server.run.LabOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageKeyTest {
  @TempDir Path folder;
  private Path scenario;

  @BeforeEach
  void make() throws IOException {
    scenario = Files.createDirectories(folder.resolve("s"));
    Files.writeString(scenario.resolve("scenario.yaml"), "id: s");
    Files.writeString(Files.createDirectories(scenario.resolve("schemas")).resolve("v2"), "{}");
  }

  @Test
  void isTheSameForWhoeverDrillsAtWhateverPaceAndPorts() throws IOException {
    assertThat(key("--as", "ann", "--pace", "1"))
        .isEqualTo(key("--as", "bo", "--pace", "9", "--port", "kafka=9092", "--autopilot", "true"));
  }

  @Test
  void isAnotherForAnotherSeedOrRate() throws IOException {
    assertThat(
            List.of(
                key(),
                key("--seed", "43"),
                key("--rate", "100"),
                key("--rate", "100", "--seed", "43")))
        .doesNotHaveDuplicates();
  }

  @Test
  void isAnotherWhenAnyFileOfTheScenarioChanges() throws IOException {
    String before = key();
    Files.writeString(scenario.resolve("schemas/v2"), "[]");
    String changed = key();
    Files.writeString(scenario.resolve("story.md"), "");

    assertThat(List.of(before, changed, key())).doesNotHaveDuplicates();
  }

  @Test
  void isAnotherForAScenarioOfAnotherName() throws IOException {
    String before = key();
    scenario = Files.move(scenario, folder.resolve("t"));

    assertThat(key()).isNotEqualTo(before);
  }

  private String key(String... more) throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--home", folder.toString(), "--run-dir", folder.resolve("r/s/one").toString()));
    arguments.addAll(List.of("--scenario-dir", scenario.toString()));
    arguments.addAll(List.of(more));
    return PageKey.of(LabOptions.parse(arguments));
  }
}
