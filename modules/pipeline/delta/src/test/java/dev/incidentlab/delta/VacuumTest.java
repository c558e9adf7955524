package dev.incidentlab.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incidentlab.delta.VacuumPlan.Doomed;
import dev.incidentlab.delta.VacuumPlan.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VacuumTest {

  private static final SourcePartition P0 = new SourcePartition("topic", 0);
  private static final OptimizeRequest JOIN = new OptimizeRequest(1 << 20, List.of());
  private static final Duration HOUR = Duration.ofHours(1);

  /** Everything that a test makes is older than an hour by this one. */
  private static final InstantSource LATER = () -> Instant.now().plus(Duration.ofHours(2));

  @TempDir Path folder;
  private DeltaTable table;
  private long next;

  @BeforeEach
  void createTable() {
    table = DeltaTable.create(folder, Event.TABLE);
  }

  @Test
  void replacedFilesGoOnceTheirVersionsAreOldEnough() {
    append(3);
    List<Event> rows = Event.read(table);
    List<Path> replaced = table.snapshot().files().stream().map(ActiveFile::path).toList();
    table.optimize(JOIN);

    VacuumResult result = vacuum(HOUR, LATER);

    assertThat(result.deleted()).isEqualTo(3);
    assertThat(result.plan().count(Reason.REMOVED)).isEqualTo(3);
    assertThat(result.plan().oldestWhole()).isEqualTo(4);
    assertThat(replaced).noneMatch(Files::exists);
    assertThat(Event.read(table)).containsExactlyInAnyOrderElementsOf(rows);
  }

  @Test
  void versionsWithinTheRetentionStayReadable() {
    append(3);
    List<Event> rows = Event.read(table);
    table.optimize(JOIN);

    VacuumResult result = vacuum(HOUR, InstantSource.system());

    assertThat(result.plan().files()).isEmpty();
    assertThat(table.snapshot().version()).isEqualTo(4);
    assertThat(table.snapshot(3).files().stream().flatMap(f -> Event.read(f.path()).stream()))
        .containsExactlyInAnyOrderElementsOf(rows);
  }

  @Test
  void theVersionThatWasNewestAtTheCutoffStaysReadable() throws IOException {
    append(2);
    table.optimize(JOIN);
    append(2);
    table.optimize(JOIN);
    // Versions 0 to 3 are of long ago, 4 to 6 of now
    for (int version = 0; version <= 3; version++) {
      backdate(version, Instant.now().minus(Duration.ofHours(3)));
    }
    DeltaTable reopened = DeltaTable.open(folder);

    VacuumResult result =
        new Vacuum(reopened, new VacuumRequest(HOUR, false), InstantSource.system()).run();

    assertThat(result.plan().oldestWhole()).isEqualTo(3);
    assertThat(result.deleted()).isEqualTo(2);
    for (long version = 3; version <= 6; version++) {
      assertThat(reopened.snapshot(version).files())
          .isNotEmpty()
          .allMatch(f -> Files.exists(f.path()));
    }
    assertThatThrownBy(() -> reopened.snapshot(2)).isInstanceOf(TableException.class);
  }

  @Test
  void aVersionThatLostFilesSaysWhichAndToWhichVacuum() {
    append(3);
    Path gone = table.snapshot().files().get(0).path();
    table.optimize(JOIN);
    vacuum(HOUR, LATER);

    assertThatThrownBy(() -> table.snapshot(3))
        .isInstanceOf(TableException.class)
        .hasMessageContaining("cannot show version 3: 3 of its 3 files are gone")
        .hasMessageContaining(folder.relativize(gone).toString())
        .hasMessageContaining("the vacuum of version 5")
        .hasMessageContaining("ask for version 4 or a later one");
  }

  @Test
  void filesLostWithoutAVacuumAreNotBlamedOnOne() throws IOException {
    append(2);
    Files.delete(table.snapshot(1).files().get(0).path());

    assertThatThrownBy(() -> table.snapshot(1))
        .isInstanceOf(TableException.class)
        .hasMessageContaining("no vacuum in its log tells of that");
  }

  @Test
  void theLogTellsOfItWithoutRows() {
    append(2);
    table.optimize(JOIN);

    VacuumResult result = new Vacuum(table.as("table-vacuum"), request(HOUR), LATER).run();

    List<TableCommit> told = table.history(4);
    assertThat(result.version()).isEqualTo(5);
    assertThat(told)
        .extracting(TableCommit::operation)
        .containsExactly("VACUUM START", "VACUUM END");
    assertThat(told).allMatch(c -> c.job().orElseThrow().equals("table-vacuum"));
    assertThat(told).allMatch(c -> c.inserted() + c.updated() + c.removed() == 0);
  }

  @Test
  void filesThatNoVersionNamesGo() throws IOException {
    append(1);
    Path data = table.snapshot().files().get(0).path();
    Path orphan = Files.copy(data, data.resolveSibling("part-orphan.zstd.parquet"));

    VacuumPlan young = new Vacuum(table, request(HOUR), InstantSource.system()).plan();
    VacuumResult result = vacuum(HOUR, LATER);

    assertThat(young.files()).isEmpty();
    assertThat(result.plan().files())
        .containsExactly(
            new Doomed(folder.relativize(orphan).toString(), Reason.ORPHANED, Files.size(data)));
    assertThat(orphan).doesNotExist();
    assertThat(data).exists();
  }

  @Test
  void aFileStagedLongAgoAndPublishedNowIsYoung() throws IOException {
    append(1);
    Path data = table.snapshot().files().get(0).path();
    Path orphan = Files.copy(data, data.resolveSibling("part-orphan.zstd.parquet"));
    Files.setLastModifiedTime(
        orphan, java.nio.file.attribute.FileTime.from(Instant.now().minus(Duration.ofDays(9))));

    assertThat(new Vacuum(table, request(HOUR), InstantSource.system()).plan().files()).isEmpty();
  }

  @Test
  void withOrphansOnlyEveryVersionStaysReadable() throws IOException {
    append(3);
    Path data = table.snapshot().files().get(0).path();
    Path orphan = Files.copy(data, data.resolveSibling("part-orphan.zstd.parquet"));
    table.optimize(JOIN);

    VacuumResult result = new Vacuum(table, new VacuumRequest(HOUR, true), LATER).run();

    assertThat(result.deleted()).isEqualTo(1);
    assertThat(orphan).doesNotExist();
    assertThat(table.snapshot(3).files()).hasSize(3);
  }

  @Test
  void stagedFilesGoOnceTheTableIsPastTheirRows() {
    List<DataFile> passed = Event.stage(table, "ingest", List.of(Event.of("a", 0)));
    List<DataFile> ahead = Event.stage(table, "ingest", List.of(Event.of("z", 9)));
    List<DataFile> other = Event.stage(table, "ingest", List.of(Event.of("y", 0).inPartition(1)));
    append(1);

    VacuumResult result = vacuum(HOUR, LATER);

    assertThat(result.plan().files())
        .extracting(Doomed::path, Doomed::reason)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(passed.get(0).path(), Reason.STAGED));
    assertThat(result.plan().stagedAhead()).isEqualTo(2);
    // Then a job restored from a checkpoint that names them can still commit
    table.append(ahead, Map.of(P0, new OffsetRange(1, 10)));
    table.append(other, Map.of(new SourcePartition("topic", 1), new OffsetRange(0, 1)));
    assertThat(Event.read(table)).hasSize(3);
  }

  @Test
  void aCheckpointWhoseFilesWereVacuumedIsStillSkipped() {
    // Given files of two partitions in one checkpoint, of which another job has committed one
    List<DataFile> checkpoint =
        Stream.of(Event.of("a", 0), Event.of("b", 0).inPartition(1))
            .flatMap(e -> Event.stage(table, "ingest", List.of(e)).stream())
            .toList();
    SourcePartition p1 = new SourcePartition("topic", 1);
    append(1);
    vacuum(HOUR, LATER);

    AppendResult result =
        table.append(checkpoint, Map.of(P0, new OffsetRange(0, 1), p1, new OffsetRange(0, 1)));

    assertThat(result.rowsAppended()).isEqualTo(1);
    assertThat(result.rowsSkipped()).isEqualTo(1);
    assertThat(Event.read(table)).hasSize(2);
  }

  @Test
  void unfinishedFilesAndTheirFoldersGo() throws IOException {
    append(1);
    Path unfinished = folder.resolve("_staging/replay-1/rows-x.zstd.parquet");
    Files.createDirectories(unfinished.getParent());
    Files.writeString(unfinished, "PAR1 and then its writer was killed");
    Path temporary = folder.resolve("_delta_log/.00000000000000000009.json.x.tmp");
    Files.writeString(temporary, "{}");

    VacuumResult result = vacuum(HOUR, LATER);

    assertThat(result.plan().files())
        .extracting(Doomed::reason)
        .containsExactly(Reason.LOG, Reason.STAGED);
    assertThat(unfinished.getParent()).doesNotExist();
    assertThat(temporary).doesNotExist();
    assertThat(folder.resolve("_staging")).exists();
  }

  @Test
  void theLogAndFilesOfOthersStay() throws IOException {
    append(12);
    Path report = Files.createDirectories(folder.resolve("_replays")).resolve("replay-1.json");
    Files.writeString(report, "{}");
    long entries = logEntries();

    VacuumResult result = vacuum(HOUR, LATER);

    assertThat(result.plan().files()).isEmpty();
    assertThat(report).exists();
    assertThat(logEntries()).isEqualTo(entries);
  }

  @Test
  void aPlanDeletesNothing() {
    append(3);
    table.optimize(JOIN);

    VacuumPlan plan = new Vacuum(table, request(HOUR), LATER).plan();

    assertThat(plan.files()).hasSize(3);
    assertThat(plan.bytes()).isPositive();
    assertThat(table.snapshot(3).files()).hasSize(3);
    assertThat(table.snapshot().version()).isEqualTo(4);
  }

  @Test
  void aRetentionThatCouldMeetACommitUnderWayIsRefused() {
    assertThatThrownBy(() -> request(Duration.ofSeconds(59)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 60s, was 59s");
  }

  private VacuumResult vacuum(Duration retention, InstantSource clock) {
    return new Vacuum(table, request(retention), clock).run();
  }

  private static VacuumRequest request(Duration retention) {
    return new VacuumRequest(retention, false);
  }

  private void append(int files) {
    for (int i = 0; i < files; i++) {
      table.append(
          Event.stage(table, List.of(Event.of("e" + next, next))),
          Map.of(P0, new OffsetRange(next, next + 1)));
      next++;
    }
  }

  private void backdate(long version, Instant to) throws IOException {
    Path entry = folder.resolve("_delta_log/%020d.json".formatted(version));
    Files.writeString(
        entry,
        Files.readString(entry)
            .replaceFirst("\"timestamp\":\\d+", "\"timestamp\":" + to.toEpochMilli()));
  }

  private long logEntries() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("_delta_log"))) {
      return files.count();
    }
  }
}
