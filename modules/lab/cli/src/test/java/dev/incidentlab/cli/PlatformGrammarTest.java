package dev.incidentlab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incidentlab.cli.drill.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Platforms that are named wrongly, and labs that are somewhere else. */
class PlatformGrammarTest {
  @TempDir Path folder;
  private final Captured captured = new Captured();

  @BeforeEach
  void aScenario() throws IOException {
    Files.writeString(
        Files.createDirectories(folder.resolve("scenarios/s")).resolve("scenario.yaml"),
        "id: s\ntitle: t\nminutes: 1\n");
  }

  private int run(Map<String, String> environment, String... words) {
    Project project = new Project(folder, folder.resolve("home"));
    return new Shell(project, captured.terminal(), Grammar.all(), environment).run(List.of(words));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--kafka k                      | --kafka is 'k'; it must be host:port",
        "--registry ftp://r             | --registry is 'ftp://r'; it must be an http or https address",
        "--kafka k:1                    | --registry, --flink, --tables are missing",
        "--kafka k:1 --flink http://f   | --registry, --tables are missing",
        "--client-config c              | --kafka, --registry, --flink, --tables are missing",
        "--flink http://me:secret@f     | --flink holds a user or a password",
      })
  void aPlatformThatIsNamedWronglyIsRefused(String options, String complaint) {
    assertThat(run(Map.of(), ("drill s " + options).split(" +"))).isEqualTo(2);

    assertThat(captured.err()).contains(complaint).doesNotContain("secret");
    assertThat(folder.resolve("runs")).doesNotExist();
  }

  @Test
  void theEnvironmentNamesItToo() {
    assertThat(run(Map.of("LAB_KAFKA", "k:1", "LAB_REGISTRY", " "), "drill", "s")).isEqualTo(2);

    assertThat(captured.err())
        .contains(
            "--kafka names somebody's platform, and --registry, --flink, --tables are missing");
  }

  @Test
  void whatIsToBeCleanedUpHasAName() {
    assertThat(run(Map.of(), "clean")).isEqualTo(2);
    assertThat(captured.err()).contains("clean: --run is missing");
    assertThat(run(Map.of(), "clean", "--run", "s/1")).isEqualTo(2);
    assertThat(captured.err()).contains("clean: no run below").contains("'s/1'");
  }

  @Test
  void aStackThatIsNotKnownIsRefused() {
    assertThat(run(Map.of(), "status", "--stack", "compos")).isEqualTo(2);
    assertThat(captured.err())
        .contains("--stack is 'compos'; it must be one of embedded, compose; did you mean");
    assertThat(run(Map.of("LAB_STACK", "swarm"), "status")).isEqualTo(2);
    assertThat(captured.err()).contains("--stack is 'swarm'");
  }
}
