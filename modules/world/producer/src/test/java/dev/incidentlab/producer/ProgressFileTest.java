package dev.incidentlab.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgressFileTest {
  private static final Progress PROGRESS =
      Progress.atStart(Workshop.SEED, Workshop.RATE, Workshop.START)
          .through(Workshop.at(5))
          .with(new Rollout(0.25, true, Layout.EARLY));

  @TempDir Path directory;

  private ProgressFile file;

  @BeforeEach
  void save() throws IOException {
    file = new ProgressFile(directory);
    assertThat(file.load()).isEmpty();
    file.save(PROGRESS);
  }

  @Test
  void allOfAProgressIsKept() throws IOException {
    assertThat(file.load()).contains(PROGRESS);
  }

  @Test
  void aRunFromBeforeThereWasAChoiceHasTheContractsLayout() throws IOException {
    rewrite(",\"layout\":\"early\"", "");

    assertThat(file.load()).contains(PROGRESS.with(new Rollout(0.25, true)));
  }

  @Test
  void whatIsNoProgressIsNamed() throws IOException {
    rewrite("\"early\"", "\"upside-down\"");

    assertThatThrownBy(file::load)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("producer.json is not a producer's progress")
        .hasMessageContaining("layout is \"upside-down\"")
        .hasMessageContaining("use a fresh ledger directory");
  }

  private void rewrite(String from, String to) throws IOException {
    Path path = directory.resolve("producer.json");
    String before = Files.readString(path);
    assertThat(before).contains(from);
    Files.writeString(path, before.replace(from, to));
  }
}
