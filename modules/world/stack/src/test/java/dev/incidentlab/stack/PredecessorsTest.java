package dev.incidentlab.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PredecessorsTest {
  @TempDir Path folder;

  @Test
  void aProcessThatIsLateIsKilled() throws Exception {
    Predecessors predecessors = new Predecessors(new RunLayout(folder));
    Process stuck = stuck();
    predecessors.note(Component.KAFKA, stuck.toHandle());

    predecessors.awaitEnd(Duration.ofMillis(100));

    assertThat(stuck.isAlive()).isFalse();
  }

  @Test
  void aProcessThatEndsByItselfIsWaitedFor() throws Exception {
    Predecessors predecessors = new Predecessors(new RunLayout(folder));
    Process ending = new ProcessBuilder(java(), "-version").start();
    predecessors.note(Component.PRODUCER, ending.toHandle());

    predecessors.awaitEnd(Duration.ofSeconds(30));

    assertThat(ending.isAlive()).isFalse();
    assertThat(ending.waitFor()).isZero();
  }

  @Test
  void anotherProcessOfTheSameIdIsLeftAlone() throws Exception {
    RunLayout run = new RunLayout(folder);
    Process other = stuck();
    Files.createDirectories(run.processes());
    Files.writeString(run.processes().resolve("kafka"), other.pid() + " 1000\n");
    try {
      new Predecessors(run).awaitEnd(Duration.ofMillis(100));

      assertThat(other.isAlive()).isTrue();
    } finally {
      other.destroyForcibly();
    }
  }

  @Test
  void aFreshFolderHasNone() throws Exception {
    new Predecessors(new RunLayout(folder)).awaitEnd(Duration.ZERO);

    assertThat(folder).isEmptyDirectory();
  }

  private static Process stuck() throws IOException {
    return new ProcessBuilder(
            java(), "-cp", System.getProperty("java.class.path"), Stuck.class.getName())
        .start();
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
