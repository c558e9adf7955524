package dev.incidentlab.delta;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableHistoryTest {
  private static final SourcePartition SOURCE = new SourcePartition("topic", 0);

  @TempDir Path folder;
  private DeltaTable table;

  @BeforeEach
  void appendOnce() {
    table = DeltaTable.create(folder, Event.TABLE);
    append(0, Event.of("a", 0), Event.of("b", 1));
  }

  @Test
  void anAppendTellsItsJobRowsAndWhereItsPositionsMoved() {
    TableCommit append = table.history().get(1);

    assertThat(append.version()).isEqualTo(1);
    assertThat(append.operation()).isEqualTo("STREAMING UPDATE");
    assertThat(append.job()).contains("ingest-events");
    assertThat(append.filesAdded()).isEqualTo(1);
    assertThat(append.inserted()).isEqualTo(2);
    assertThat(append.newestEvent()).isEqualTo(table.snapshot(1).maxEventTime());
    assertThat(append.positions()).isEqualTo(Map.of("topic/0", 2L));
    assertThat(append.committedAt()).isEqualTo(table.snapshot(1).committedAt());
  }

  @Test
  void anUpsertTellsInsertedAndUpdatedRowsApart() {
    List<DataFile> staged =
        Event.stage(
            table, List.of(Event.of("b", 1).withSpend(77).withRevision(2), Event.of("c", 2)));
    table.as("replay-1").upsert(new UpsertRequest("replay-1", staged, UpsertRequest.Mode.UPSERT));

    TableCommit upsert = table.history().get(2);

    assertThat(upsert.operation()).isEqualTo("MERGE");
    assertThat(upsert.job()).contains("replay-1");
    assertThat(upsert.filesRemoved()).isEqualTo(1);
    assertThat(upsert.inserted()).isEqualTo(1);
    assertThat(upsert.updated()).isEqualTo(1);
    assertThat(upsert.removed()).isZero();
    assertThat(upsert.positions()).isEqualTo(Map.of("replay/replay-1", 1L));
  }

  @Test
  void theCommitOfAnotherWriterIsToldByItsFiles() throws Exception {
    Path file = table.snapshot().files().get(0).path();
    Files.writeString(
        folder.resolve("_delta_log/00000000000000000002.json"),
        """
        {"commitInfo":{"timestamp":1000,"operation":"DELETE","operationParameters":{"predicate":"[]"}}}
        {"remove":{"path":"%s","deletionTimestamp":1000,"dataChange":true}}
        """
            .formatted(folder.toAbsolutePath().relativize(file)));

    TableCommit delete = table.history().get(2);

    assertThat(delete.operation()).isEqualTo("DELETE");
    assertThat(delete.job()).isEmpty();
    assertThat(delete.filesRemoved()).isEqualTo(1);
    assertThat(delete.removed()).isEqualTo(2);
  }

  @Test
  void historyGoesOnBeyondACheckpointOfTheLog() {
    for (int i = 2; i < 15; i++) {
      append(i, Event.of("e" + i, i));
    }

    assertThat(table.history()).hasSize(15).last().extracting(TableCommit::version).isEqualTo(14L);
  }

  private void append(long from, Event... events) {
    table
        .as("ingest-events")
        .append(
            Event.stage(table, List.of(events)),
            Map.of(SOURCE, new OffsetRange(from, from + events.length)));
  }
}
