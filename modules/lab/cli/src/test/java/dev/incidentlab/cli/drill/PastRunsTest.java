package dev.incidentlab.cli.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incidentlab.api.LabException;
import dev.incidentlab.api.ServerAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PastRunsTest {
  private static final long NOT_THIS_PROCESSES_START = 1;

  @TempDir Path root;

  @Test
  void theOneRunThatLostItsServerIsMeant() throws IOException {
    run("s/1");
    crashed("s/2");
    run("t/3");

    assertThat(new PastRuns(root).select(null).id()).isEqualTo("s/2");
  }

  @Test
  void aRunThatEndedInOrderMustBeNamed() throws IOException {
    run("s/1");

    refused(() -> new PastRuns(root).select(null), "has lost its server", "resume --run ID", "s/1");
    assertThat(new PastRuns(root).select("s/1").id()).isEqualTo("s/1");
    assertThat(new PastRuns(root).select("1").id()).isEqualTo("s/1");
  }

  @Test
  void ofSeveralOneMustBeNamed() throws IOException {
    crashed("s/1");
    crashed("s/2");

    refused(() -> new PastRuns(root).select(null), "2 runs have lost", "name one", "s/2, s/1");
  }

  @Test
  void aServerThatLivesIsLeftAlone() throws IOException {
    ServerAddress.ofThisProcess("s/1", "http://127.0.0.1:1").write(run("s/1"));

    refused(() -> new PastRuns(root).select("s/1"), "lives (process", "--run s/1");
    refused(() -> new PastRuns(root).select(null), "has lost its server");
  }

  @Test
  void aFolderThatIsNoRunIsRefused() throws IOException {
    Files.createDirectories(root.resolve("s/1"));

    refused(() -> new PastRuns(root).select("s/1"), "is no run", "journal.jsonl", "--run");
    refused(() -> new PastRuns(root).select("s/9"), "is called 's/9'", "s/1");
    refused(() -> new PastRuns(root.resolve("absent")).select(null), "has lost its server");
  }

  @Test
  void theLinkToTheNewestRunIsNoRun() throws IOException {
    Path run = crashed("s/1");
    Files.createSymbolicLink(run.resolveSibling("latest"), run.getFileName());

    assertThat(new PastRuns(root).select(null).id()).isEqualTo("s/1");
  }

  @Test
  void onlyWholeLinesCount() throws IOException {
    Path run = run("s/1");
    Files.writeString(run.resolve("journal.jsonl"), "{}\n{}\n{\"se");

    assertThat(PastRuns.lines(new RunFolder(run))).isEqualTo(2);
  }

  @Test
  void theScenarioIsInTheNameOrIfItWasDrawnInTheJournal() throws IOException {
    Path drawn = run("mystery/1");

    assertThat(PastRuns.scenario(new RunFolder(run("s/1")))).isEqualTo("s");
    refused(() -> PastRuns.scenario(new RunFolder(drawn)), "which scenario was drawn", "mystery/1");
    Files.writeString(drawn.resolve("journal.jsonl"), "{\"data\":{\"scenario\":\"s\"}}\n{}\n");
    assertThat(PastRuns.scenario(new RunFolder(drawn))).isEqualTo("s");
  }

  @Test
  void theNewestIsFoundWhetherItLivesOrNot() throws IOException {
    run("s/20260101-000000");
    run("t/20260102-000000");
    ServerAddress.ofThisProcess("s/20260103-000000", "http://127.0.0.1:1")
        .write(run("s/20260103-000000"));

    PastRuns runs = new PastRuns(root);
    assertThat(runs.find("v", "latest").id()).isEqualTo("s/20260103-000000");
    assertThat(runs.find("v", "t/latest").id()).isEqualTo("t/20260102-000000");
    assertThat(runs.find("v", "20260101-000000").id()).isEqualTo("s/20260101-000000");
    refused(() -> runs.find("v", "u/latest"), "is called 'u/latest'");
  }

  private Path run(String id) throws IOException {
    Path run = Files.createDirectories(root.resolve(id));
    Files.writeString(run.resolve("journal.jsonl"), "{}\n");
    return run;
  }

  private Path crashed(String id) throws IOException {
    Path run = run(id);
    new ServerAddress(
            id, "http://127.0.0.1:1", ProcessHandle.current().pid(), NOT_THIS_PROCESSES_START)
        .write(run);
    return run;
  }

  private static void refused(ThrowingCallable select, String... words) {
    assertThatThrownBy(select).isInstanceOf(LabException.class).hasMessageContainingAll(words);
  }
}
