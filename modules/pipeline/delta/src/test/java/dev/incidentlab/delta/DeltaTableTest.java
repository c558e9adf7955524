package dev.incidentlab.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeltaTableTest {

  private static final SourcePartition SOURCE = new SourcePartition("topic", 0);

  @TempDir Path folder;

  @Test
  void aTableOpensWithTheSchemaAndIdThatItWasMadeWith() {
    DeltaTable made = DeltaTable.create(folder.resolve("a table"), Event.TABLE);

    DeltaTable opened = DeltaTable.open(folder.resolve("a table"));

    assertThat(opened.schema()).isEqualTo(Event.TABLE);
    assertThat(opened.tableId()).isEqualTo(made.tableId()).isNotBlank();
    assertThat(opened.snapshot().files()).isEmpty();
  }

  @Test
  void createRefusesAFolderThatHasATableAndNamesIt() {
    DeltaTable first = DeltaTable.create(folder, Event.TABLE);
    TableSchema other = TableSchema.of("other", Event.VALUE, "event_id", "event_ts");

    assertThatThrownBy(() -> DeltaTable.create(folder, other))
        .isInstanceOf(TableException.class)
        .hasMessageContaining("fact_ad_events")
        .hasMessageContaining(first.tableId());
  }

  @Test
  void openRefusesAFolderWithoutATableAndLeavesItAsItWas() {
    Path missing = folder.resolve("none");

    assertThatThrownBy(() -> DeltaTable.open(missing))
        .isInstanceOf(TableException.class)
        .hasMessageContaining("there is none");
    assertThat(missing).doesNotExist();
  }

  @Test
  void openOrCreateRefusesAnotherNameOrSchema() {
    DeltaTable.create(folder, Event.TABLE);

    assertThatThrownBy(
            () ->
                DeltaTable.openOrCreate(
                    folder, TableSchema.of("other", Event.VALUE, "event_id", "event_ts"), Map.of()))
        .isInstanceOf(TableException.class)
        .hasMessageContaining("other");
    assertThatThrownBy(
            () ->
                DeltaTable.openOrCreate(
                    folder,
                    TableSchema.of("fact_ad_events", Event.VALUE, "event_type", "event_ts"),
                    Map.of()))
        .isInstanceOf(TableException.class);
  }

  @Test
  void allWhoRaceToMakeATableGetTheSameTable() throws Exception {
    int racers = 8;
    CyclicBarrier start = new CyclicBarrier(racers);
    ExecutorService threads = Executors.newFixedThreadPool(racers);
    Set<String> ids = new HashSet<>();
    try {
      List<Future<String>> opened = new ArrayList<>();
      for (int i = 0; i < racers; i++) {
        opened.add(
            threads.submit(
                () -> {
                  start.await();
                  return DeltaTable.openOrCreate(folder, Event.TABLE, Map.of()).tableId();
                }));
      }
      for (Future<String> id : opened) {
        ids.add(id.get());
      }
    } finally {
      threads.shutdownNow();
    }

    assertThat(ids).hasSize(1);
    assertThat(DeltaTable.open(folder).snapshot().version()).isZero();
  }

  @Test
  void aSnapshotTellsItsFilesRowsAndBounds() {
    DeltaTable table = DeltaTable.create(folder, Event.TABLE);
    Instant before = Instant.now();
    table.append(
        Event.stage(table, List.of(Event.of("a", 0), Event.of("b", 7))),
        Map.of(SOURCE, new OffsetRange(0, 8)));

    TableSnapshot snapshot = table.snapshot();

    assertThat(snapshot.version()).isEqualTo(1);
    assertThat(snapshot.rows()).isEqualTo(2);
    assertThat(snapshot.committedAt()).isBetween(before.minusMillis(1), Instant.now());
    assertThat(snapshot.maxEventTime()).contains(Event.of("b", 7).time());
    ActiveFile file = snapshot.files().get(0);
    assertThat(file.path()).isAbsolute().exists().hasSize(file.bytes());
    assertThat(file.eventDate()).isEqualTo(Event.of("a", 0).date());
    assertThat(file.bounds())
        .contains(new FileBounds(Event.of("a", 0).time(), Event.of("b", 7).time(), "a", "b"));
  }

  @Test
  void anOlderSnapshotStaysReadable() {
    DeltaTable table = DeltaTable.create(folder, Event.TABLE);
    table.append(
        Event.stage(table, List.of(Event.of("a", 0))), Map.of(SOURCE, new OffsetRange(0, 1)));
    table.append(
        Event.stage(table, List.of(Event.of("b", 1))), Map.of(SOURCE, new OffsetRange(1, 2)));

    assertThat(table.snapshot(1).rows()).isEqualTo(1);
    assertThat(table.snapshot(0).files()).isEmpty();
    assertThatThrownBy(() -> table.snapshot(9))
        .isInstanceOf(TableException.class)
        .hasMessageContaining("no version 9; its latest is 2");
  }

  @Test
  void aFileOfAnotherWriterWithoutStatisticsIsCountedFromItsFooter() throws Exception {
    DeltaTable table = DeltaTable.create(folder, Event.TABLE);
    List<DataFile> staged =
        Event.stage(table, List.of(Event.of("a", 0), Event.of("b", 1), Event.of("c", 2)));
    String path = table.files().publish(staged.get(0));
    DataFile bare = staged.get(0);
    table
        .log()
        .commit(
            table.log().begin(),
            List.of(
                io.delta.standalone.actions.AddFile.builder(
                        path,
                        Map.of("event_date", bare.eventDate().toString()),
                        bare.bytes(),
                        0,
                        true)
                    .build()),
            table.operation(io.delta.standalone.Operation.Name.WRITE, Map.of()));

    ActiveFile file = table.snapshot().files().get(0);

    assertThat(file.rows()).isEqualTo(3);
    assertThat(file.bounds()).isEmpty();
  }

  @Test
  void rowsOfSeveralDatesGoToOneFileEachAndUnfinishedOnesVanish() throws Exception {
    DeltaTable table = DeltaTable.create(folder, Event.TABLE);
    try (DataFileWriter writer = table.newWriter("run/part")) {
      for (int day = 0; day < 40; day++) {
        writer.write(
            Event.of("e" + day, day)
                .withTime(Event.START.plusSeconds(86_400L * day))
                .toRow(table.schema()));
      }
      List<DataFile> files = writer.finish();
      assertThat(files).hasSize(40).allMatch(f -> f.path().startsWith("_staging/run/part-"));
      assertThat(files.stream().map(DataFile::eventDate).distinct()).hasSize(40);
      table.discard(files);

      writer.write(Event.of("x", 99).toRow(table.schema()));
    }

    try (var left = Files.list(folder.resolve("_staging/run"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void aWriterRefusesAPrefixThatLeavesTheStagingFolder() {
    DeltaTable table = DeltaTable.create(folder, Event.TABLE);

    assertThatThrownBy(() -> table.newWriter("../elsewhere"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("../elsewhere");
  }

  @Test
  void aDataFileComesBackFromItsBytes() {
    DeltaTable table = DeltaTable.create(folder, Event.TABLE);
    DataFile file =
        Event.stage(table, List.of(Event.of("a", 5), Event.of("b", 3).inPartition(2))).get(0);

    DataFile back = DataFile.fromBytes(file.toBytes());

    assertThat(back).isEqualTo(file);
    assertThat(back.offsets())
        .containsEntry(0, new OffsetRange(5, 6))
        .containsEntry(2, new OffsetRange(3, 4));
  }

  @Test
  void tablesLeaveNoThreadsBehindButThoseOfStaticPools() {
    Set<Thread> before = new HashSet<>(Thread.getAllStackTraces().keySet());
    DeltaTable table = DeltaTable.create(folder, Event.TABLE);
    for (int i = 0; i < 12; i++) {
      table.append(
          Event.stage(table, List.of(Event.of("a" + i, i))),
          Map.of(SOURCE, new OffsetRange(i, i + 1)));
    }

    Set<Thread> left = new HashSet<>(Thread.getAllStackTraces().keySet());
    left.removeAll(before);

    assertThat(left.stream().map(Thread::getName))
        .allMatch(
            name ->
                name.contains("StatisticsDataReferenceCleaner") // Hadoop
                    || name.startsWith("scala-execution-context-global")); // Delta Standalone
  }
}
