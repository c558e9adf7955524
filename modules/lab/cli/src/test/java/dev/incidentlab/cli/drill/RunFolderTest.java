package dev.incidentlab.cli.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
  private static final Instant NOW = Instant.parse("2026-11-22T20:43:12.9Z");

  @TempDir Path root;

  @Test
  void theFolderSaysScenarioAndStart() throws IOException {
    RunFolder folder = RunFolder.create(root, "pinned-schema", NOW);

    assertThat(folder.path()).isEqualTo(root.resolve("pinned-schema/20261122-204312"));
    assertThat(folder.id()).isEqualTo("pinned-schema/20261122-204312");
    assertThat(folder.root()).isEqualTo(root);
    assertThat(folder.serverLog().getParent()).isDirectory();
  }

  @Test
  void runsWithinOneSecondAreNumbered() throws IOException {
    RunFolder.create(root, "s", NOW);

    assertThat(RunFolder.create(root, "s", NOW).id()).isEqualTo("s/20261122-204312-2");
    assertThat(RunFolder.create(root, "s", NOW).id()).isEqualTo("s/20261122-204312-3");
  }

  @Test
  void latestIsTheNewest() throws IOException {
    RunFolder.create(root, "s", NOW);
    RunFolder second = RunFolder.create(root, "s", NOW.plusSeconds(1));

    assertThat(root.resolve("s/latest").toRealPath()).isEqualTo(second.path().toRealPath());
  }
}
