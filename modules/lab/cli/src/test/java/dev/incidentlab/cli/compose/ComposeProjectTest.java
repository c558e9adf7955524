package dev.incidentlab.cli.compose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incidentlab.cli.compose.ComposeProject.Container;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComposeProjectTest {
  @TempDir Path folder;

  private ComposeProject project(Map<String, String> environment) throws IOException {
    Path checkout = Files.createDirectories(folder.resolve("My.Lab_2"));
    Files.writeString(checkout.resolve(".env"), "# comment\nKAFKA_IMAGE=apache/kafka:1\nEMPTY=\n");
    return new ComposeProject(checkout, environment);
  }

  @Test
  void withoutANameItIsCalledAfterItsFolderAsComposeDoes() throws IOException {
    assertThat(project(Map.of()).name()).isEqualTo("mylab_2");
    assertThat(project(Map.of()).named()).isFalse();
  }

  @Test
  void theVariableNamesIt() throws IOException {
    ComposeProject named = project(Map.of("COMPOSE_PROJECT_NAME", "other"));

    assertThat(named.name()).isEqualTo("other");
    assertThat(named.named()).isTrue();
    assertThat(project(Map.of("COMPOSE_PROJECT_NAME", "")).name()).isEqualTo("mylab_2");
  }

  @Test
  void theShellsVariableGoesBeforeTheFiles() throws IOException {
    assertThat(project(Map.of()).variable("KAFKA_IMAGE")).hasValue("apache/kafka:1");
    assertThat(project(Map.of("KAFKA_IMAGE", "mine")).variable("KAFKA_IMAGE")).hasValue("mine");
    assertThat(project(Map.of()).variable("EMPTY")).isEmpty();
    assertThat(project(Map.of()).variable("MISSING")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "running, Up 2 minutes (healthy), true",
    "running, Up 2 minutes, true",
    "running, Up 2 seconds (health: starting), false",
    "running, Up 2 minutes (unhealthy), false",
    "paused, Up 2 minutes (Paused), false",
    "exited, Exited (137) 3 seconds ago, false"
  })
  void aContainerWorksIfItRunsAndItsCheckPasses(String state, String status, boolean works) {
    assertThat(new Container("id", "kafka", state, status).works()).isEqualTo(works);
  }
}
