package dev.incidentlab.cli.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServerOptionsTest {
  private static final Project PROJECT = new Project(Path.of("/p"), Path.of("/p/target/lab"));
  private static final RunFolder FOLDER = new RunFolder(Path.of("/p/runs/s/1"));

  @Test
  void theServerLearnsEverythingItNeeds() {
    ServerOptions options =
        new ServerOptions(
            "s",
            42,
            "2.5",
            "8",
            "Ada L",
            false,
            false,
            List.of("kafka=9092"),
            "http://localhost:5000",
            Map.of("--kafka", "kafka:9092"),
            "0.0.0.0:8080");

    List<String> command = options.command(PROJECT, FOLDER, 17);

    assertThat(command)
        .containsSubsequence(
            "-cp", "/p/target/lab/lib/server/*", "dev.incidentlab.server.ServerMain")
        .containsSubsequence(
            "--home",
            "/p/target/lab",
            "--scenario-dir",
            "/p/scenarios/s",
            "--run-dir",
            "/p/runs/s/1",
            "--seed",
            "42",
            "--pace",
            "2.5",
            "--rate",
            "8",
            "--as",
            "Ada L")
        .containsSubsequence("--lineage-url", "http://localhost:5000")
        .containsSubsequence("--kafka", "kafka:9092")
        .containsSubsequence("--listen", "0.0.0.0:8080");
  }

  @Test
  void aRateThatWasNotGivenIsLeftToTheScenario() {
    List<String> command =
        new ServerOptions("s", 1, "1", null, "a", false, false, List.of(), null, Map.of(), null)
            .command(PROJECT, FOLDER, 17);

    assertThat(command).doesNotContain("--rate", "--lineage-url").doesNotContainNull();
  }

  @Test
  void onlyAnAutopilotMayAskForTheSolution() {
    ServerOptions person =
        new ServerOptions("s", 1, "1", null, "a", false, false, List.of(), null, Map.of(), null);
    ServerOptions autopilot =
        new ServerOptions("s", 1, "1", null, "a", true, false, List.of(), null, Map.of(), null);

    assertThat(person.command(PROJECT, FOLDER, 17)).doesNotContain("--autopilot");
    assertThat(autopilot.command(PROJECT, FOLDER, 17)).containsSubsequence("--autopilot", "true");
  }

  @Test
  void newerJavaIsToldToKeepQuiet() {
    ServerOptions options =
        new ServerOptions("s", 1, "1", null, "a", false, false, List.of(), null, Map.of(), null);

    assertThat(options.command(PROJECT, FOLDER, 17)).noneMatch(f -> f.contains("native-access"));
    assertThat(options.command(PROJECT, FOLDER, 25))
        .contains("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");
  }
}
