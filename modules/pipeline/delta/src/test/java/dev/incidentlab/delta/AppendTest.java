package dev.incidentlab.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppendTest {

  private static final SourcePartition P0 = new SourcePartition("topic-a", 0);
  private static final SourcePartition P1 = new SourcePartition("topic-a", 1);

  @TempDir Path folder;
  private DeltaTable table;

  @BeforeEach
  void createTable() {
    table = DeltaTable.create(folder, Event.TABLE);
  }

  @Test
  void rowsAndPositionsComeInTogether() {
    List<Event> rows = List.of(Event.of("a", 0), Event.of("b", 4).inPartition(1));

    AppendResult result =
        table.append(
            Event.stage(table, rows), Map.of(P0, new OffsetRange(0, 1), P1, new OffsetRange(2, 9)));

    assertThat(result).isEqualTo(new AppendResult(1, 2, 0, 0, false));
    assertThat(Event.read(table)).containsExactlyInAnyOrderElementsOf(rows);
    assertThat(table.position(P0)).hasValue(1);
    assertThat(table.position(P1)).hasValue(9);
    assertThat(stagedFiles()).isEmpty();
  }

  @Test
  void aPartitionThatNeverCameHasNoPosition() {
    assertThat(table.position(P0)).isEmpty();
  }

  @Test
  void rangesWithoutRowsMoveThePosition() {
    AppendResult result = table.append(List.of(), Map.of(P0, new OffsetRange(0, 5)));

    assertThat(result.skipped()).isFalse();
    assertThat(table.position(P0)).hasValue(5);
    assertThat(table.snapshot().files()).isEmpty();
  }

  @Test
  void theSameCommitRestoredTwiceComesInOnceAndStaysReadable() {
    // Given a checkpoint that carries finished files
    List<DataFile> checkpoint =
        Event.stage(table, events(0, 10)).stream()
            .map(f -> DataFile.fromBytes(f.toBytes()))
            .toList();
    Map<SourcePartition, OffsetRange> ranges = Map.of(P0, new OffsetRange(0, 10));

    // When a job commits it, and jobs restored from it do so again
    table.append(checkpoint, ranges);
    AppendResult second = DeltaTable.open(folder).append(checkpoint, ranges);
    AppendResult third = DeltaTable.open(folder).append(checkpoint, ranges);

    // Then the table has the rows once, and the files of the first commit are still there
    assertThat(second).isEqualTo(new AppendResult(1, 0, 10, 0, true));
    assertThat(third.skipped()).isTrue();
    assertThat(Event.read(table)).containsExactlyInAnyOrderElementsOf(events(0, 10));
  }

  @Test
  void rowsBelowThePositionAreLeftOutOfAFile() {
    table.append(Event.stage(table, events(0, 6)), Map.of(P0, new OffsetRange(0, 6)));

    AppendResult result =
        table.append(Event.stage(table, events(3, 10)), Map.of(P0, new OffsetRange(3, 10)));

    assertThat(result).isEqualTo(new AppendResult(2, 4, 3, 0, false));
    assertThat(Event.read(table)).containsExactlyInAnyOrderElementsOf(events(0, 10));
    assertThat(stagedFiles()).isEmpty();
  }

  @Test
  void onlyThePartitionsThatAreAheadLoseRows() {
    // Given partition 0 is at 6, partition 1 nowhere
    table.append(Event.stage(table, events(0, 6)), Map.of(P0, new OffsetRange(0, 6)));
    List<Event> mixed = new ArrayList<>(events(4, 6));
    List<Event> other = events(0, 3).stream().map(e -> e.inPartition(1)).toList();
    mixed.addAll(other);

    AppendResult result =
        table.append(
            Event.stage(table, mixed),
            Map.of(P0, new OffsetRange(4, 6), P1, new OffsetRange(0, 3)));

    assertThat(result.rowsAppended()).isEqualTo(3);
    assertThat(result.rowsSkipped()).isEqualTo(2);
    assertThat(Event.read(table))
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(events(0, 6).stream(), other.stream()).toList());
    assertThat(table.position(P0)).hasValue(6);
  }

  @Test
  void aPositionNeverMovesBackward() {
    table.append(List.of(), Map.of(P0, new OffsetRange(0, 20)));

    table.append(List.of(), Map.of(P0, new OffsetRange(0, 5), P1, new OffsetRange(0, 1)));

    assertThat(table.position(P0)).hasValue(20);
    assertThat(table.position(P1)).hasValue(1);
  }

  @Test
  void aTopicMadeAnewIsAnotherSource() {
    table.append(Event.stage(table, events(0, 3)), Map.of(P0, new OffsetRange(0, 3)));
    SourcePartition anew = new SourcePartition("topic-b", 0);
    List<Event> rows = List.of(Event.of("new", 0));

    table.append(Event.stage(table, rows), Map.of(anew, new OffsetRange(0, 1)));

    assertThat(Event.read(table)).hasSize(4).containsAll(rows);
  }

  @Test
  void rowsOutsideTheRangesAreRefused() {
    List<DataFile> files = Event.stage(table, events(0, 10));

    assertThatThrownBy(() -> table.append(files, Map.of(P0, new OffsetRange(0, 9))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("partition 0, offsets [0, 10), but the range given")
        .hasMessageContaining("[0, 9)");
    assertThatThrownBy(() -> table.append(files, Map.of(P1, new OffsetRange(0, 10))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void rangesOfTwoTopicsInOneAppendAreRefused() {
    assertThatThrownBy(
            () ->
                table.append(
                    List.of(),
                    Map.of(
                        P0,
                        new OffsetRange(0, 1),
                        new SourcePartition("topic-b", 0),
                        new OffsetRange(0, 1))))
        .hasMessageContaining("topic-a/0")
        .hasMessageContaining("topic-b/0");
  }

  @Test
  void aFileThatIsGoneIsAnErrorAndNotACommit() {
    List<DataFile> files = Event.stage(table, events(0, 3));
    table.discard(files);

    assertThatThrownBy(() -> table.append(files, Map.of(P0, new OffsetRange(0, 3))))
        .isInstanceOf(TableException.class)
        .hasMessageContaining(files.get(0).path());
    assertThat(table.position(P0)).isEmpty();
  }

  @Test
  void ofTwoJobsRestoredFromOneCheckpointOneCommitsAndNeitherHarmsTheOther() {
    // Given two jobs with the same files, the second of which commits in the midst of the first
    List<DataFile> files = Event.stage(table, events(0, 10));
    Map<SourcePartition, OffsetRange> ranges = Map.of(P0, new OffsetRange(0, 10));
    DeltaTable zombie = DeltaTable.open(folder);
    zombie.log().beforeCommit(once(() -> table.append(files, ranges)));

    AppendResult result = zombie.append(files, ranges);

    assertThat(result).isEqualTo(new AppendResult(1, 0, 10, 1, true));
    assertThat(Event.read(table)).containsExactlyInAnyOrderElementsOf(events(0, 10));
    assertThat(dataFiles()).hasSize(1);
  }

  @Test
  void anOverlappingCommitInBetweenIsTakenIntoAccount() {
    DeltaTable other = DeltaTable.open(folder);
    List<DataFile> first = Event.stage(other, events(0, 4));
    table.log().beforeCommit(once(() -> other.append(first, Map.of(P0, new OffsetRange(0, 4)))));

    AppendResult result =
        table.append(Event.stage(table, events(0, 10)), Map.of(P0, new OffsetRange(0, 10)));

    assertThat(result).isEqualTo(new AppendResult(2, 6, 4, 1, false));
    assertThat(Event.read(table)).containsExactlyInAnyOrderElementsOf(events(0, 10));
    assertThat(dataFiles()).hasSize(2);
    assertThat(stagedFiles()).isEmpty();
  }

  @Test
  void anAppendThatKeepsLosingGivesUpWithoutATraceAndKeepsItsFiles() {
    DeltaTable other = DeltaTable.open(folder);
    long[] position = {0};
    table
        .log()
        .beforeCommit(
            () -> other.append(List.of(), Map.of(P0, new OffsetRange(position[0], ++position[0]))));
    List<DataFile> files = Event.stage(table, events(100, 110));

    Append append = new Append(table, files, Map.of(P0, new OffsetRange(100, 110)), 2);

    assertThatThrownBy(append::run)
        .isInstanceOf(TableException.class)
        .hasMessageContaining("topic-a/0")
        .hasMessageContaining("3 attempts")
        .hasMessageContaining("stop the other job");
    assertThat(dataFiles()).isEmpty();
    assertThat(stagedFiles()).hasSize(1);
  }

  private static List<Event> events(long from, long to) {
    return LongStream.range(from, to).mapToObj(o -> Event.of("e" + o, o)).toList();
  }

  static Runnable once(Runnable action) {
    boolean[] ran = {false};
    return () -> {
      if (!ran[0]) {
        ran[0] = true;
        action.run();
      }
    };
  }

  private List<Path> stagedFiles() {
    return parquetBelow(folder.resolve("_staging"));
  }

  private List<Path> dataFiles() {
    return parquetBelow(folder).stream().filter(p -> p.toString().contains("event_date=")).toList();
  }

  static List<Path> parquetBelow(Path root) {
    if (!Files.exists(root)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(p -> p.toString().endsWith(".zstd.parquet")).toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
