package dev.incidentlab.server.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageFolderTest {
  private static final String LOG = "stack/data/kafka/t-0/0.log";
  private static final String DATA = "tables/t/d=1/a.parquet";

  @TempDir Path runs;
  private Path run;
  private PageFolder page;

  @BeforeEach
  void make() throws IOException {
    run = runs.resolve("s/one");
    page = PageFolder.of(run);
    write(LOG, "records");
    write("stack/data/kafka/t-0/0.index", "index");
    write("stack/data/kafka/t-0/0.timeindex", "index");
    write("stack/data/kafka/.kafka_cleanshutdown", "{}");
    write("stack/data/flink-jobmanager/jars/job.jar", "jar");
    write("stack/data/flink-jobmanager/checkpoints/j/chk-1/_metadata", "state");
    write("stack/data/registry/schemas.mv.db", "schemas");
    write("tables/t/_delta_log/0.json", "entry");
    write("tables/t/_delta_log/_last_checkpoint", "10");
    write("tables/t/_staging/b.parquet", "half");
    write(DATA, "rows");
    write("downstream/runs.jsonl", "run");
    write("ledger/t-0.ledger", "ledger");
    write("lineage.jsonl", "{\"uri\":\"file://" + run + "/tables/t/\"}");
    write("logs/kafka.log", "log");
  }

  @Test
  void aRunThatWentOnIsPutBackToWhatWasKept() throws IOException {
    List<String> kept = needed(run);
    keep();
    write(LOG, "records and more");
    write("ledger/t-0.ledger", "ledger and more");
    write("downstream/runs.jsonl", "");
    write("stack/data/registry/schemas.mv.db", "other schemas");
    write("tables/t/_delta_log/1.json", "later");
    write("tables/t/_delta_log/_last_checkpoint", "20");
    Files.delete(run.resolve(DATA));
    write("stack/data/kafka/new-0/0.log", "new");
    write("logs/kafka.log", "log and more");

    page.putBack(run);

    assertThat(needed(run)).isEqualTo(kept);
    assertThat(run.resolve("logs/kafka.log")).hasContent("log and more");
  }

  @Test
  void whatIsPutBackMayBeWrittenToAndPutBackAgain() throws IOException {
    List<String> kept = needed(run);
    keep();
    for (int time = 0; time < 2; time++) {
      page.putBack(run);
      assertThat(needed(run)).isEqualTo(kept);
      for (String appended : List.of(LOG, "ledger/t-0.ledger", "downstream/runs.jsonl")) {
        Files.writeString(run.resolve(appended), "more", StandardOpenOption.APPEND);
      }
      Files.writeString(run.resolve("tables/t/_staging/b.parquet"), "x");
    }
  }

  @Test
  void whatCanBeMadeAnewAndWhatWouldNotBeTrueIsLeftOut() throws IOException {
    keep();

    try (Stream<Path> files = Trees.files(page.path())) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .contains("0.log", "_metadata")
          .doesNotContain("0.index", "0.timeindex", ".kafka_cleanshutdown", "job.jar", "kafka.log");
    }
  }

  @Test
  void onlyWhatNobodyWritesToIsOneFile() throws IOException {
    keep();

    assertThat(links(DATA)).isEqualTo(2);
    assertThat(links("tables/t/_delta_log/0.json")).isEqualTo(2);
    for (String written :
        List.of(LOG, "tables/t/_delta_log/_last_checkpoint", "tables/t/_staging/b.parquet")) {
      assertThat(links(written)).as(written).isEqualTo(1);
    }
  }

  @Test
  void aCopyThatWasNotFinishedIsNone() throws IOException {
    page.copyFrom(run);

    assertThat(page.facts()).isEmpty();
    assertThatThrownBy(() -> page.putBack(run)).hasMessageContaining("no whole state");
    assertThat(run.resolve(LOG)).hasContent("records");
  }

  @Test
  void anotherRunsLineageNamesItsOwnTables() throws IOException {
    keep();
    Path other = runs.resolve("s/two");
    PageFolder.of(other).linkFrom(page);

    PageFolder.of(other).putBack(other);

    assertThat(other.resolve("lineage.jsonl"))
        .hasContent("{\"uri\":\"file://" + other + "/tables/t/\"}");
    assertThat(other.resolve(LOG)).hasContent("records");
    assertThat(run.resolve("lineage.jsonl")).content().contains(run.toString());
  }

  @Test
  void aCheckpointWithFilesOfItsOwnIsForItsRunOnly() throws IOException {
    keep();
    assertThat(page.lendable()).isTrue();
    write("stack/data/flink-jobmanager/checkpoints/j/chk-1/7b1d", "large state");
    keep();
    assertThat(page.lendable()).isFalse();
  }

  private void keep() throws IOException {
    page.copyFrom(run);
    page.whole(new PageFolder.Facts(3, "s/one", run.toString(), "2027-01-01T00:00:00Z"));
  }

  private int links(String file) throws IOException {
    return (Integer) Files.getAttribute(run.resolve(file), "unix:nlink");
  }

  private void write(String file, String content) throws IOException {
    Path path = run.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, content);
  }

  /** Names and contents of all that a run goes on from. */
  private static List<String> needed(Path run) throws IOException {
    TreeMap<String, String> found = new TreeMap<>();
    try (Stream<Path> files = Trees.files(run)) {
      for (Path file : files.toList()) {
        found.put(run.relativize(file).toString(), Files.readString(file));
      }
    }
    return found.entrySet().stream()
        .filter(e -> !e.getKey().matches("(page|logs)/.*|.*(index|cleanshutdown|\\.jar)"))
        .map(Object::toString)
        .toList();
  }
}
