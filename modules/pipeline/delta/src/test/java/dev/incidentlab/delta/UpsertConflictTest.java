package dev.incidentlab.delta;

import static dev.incidentlab.delta.UpsertRequest.Mode.APPEND;
import static dev.incidentlab.delta.UpsertRequest.Mode.UPSERT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another writer commits between the moment an upsert has decided and its own commit. */
class UpsertConflictTest {

  private static final SourcePartition P0 = new SourcePartition("topic", 0);
  private static final Event A = Event.of("a", 0);
  private static final Event M = Event.of("m", 1);
  private static final Event Z = Event.of("z", 2);
  private static final Event REPAIRED = M.withSpend(77).withRevision(2);

  @TempDir Path folder;
  private DeltaTable table;
  private DeltaTable other;

  @BeforeEach
  void createTable() {
    table = DeltaTable.create(folder, Event.TABLE);
    other = DeltaTable.open(folder);
    commit("first", A, Z);
    commit("second", M);
  }

  @Test
  void afterAnAppendOnlyTheNewFileIsRead() {
    // Given an append of a row between the staged keys
    Event late = Event.of("n", 9);
    inBetween(
        () -> other.append(Event.stage(other, List.of(late)), Map.of(P0, new OffsetRange(9, 10))));

    UpsertResult result = upsert(A, REPAIRED, Z);

    assertThat(result.retries()).isEqualTo(1);
    assertThat(result.filesScanned()).isEqualTo(3);
    assertThat(Event.read(table)).containsExactlyInAnyOrder(A, REPAIRED, Z, late);
    assertNothingElseOnDisk();
  }

  @Test
  void aStagedKeyThatAnotherWriterInsertsIsNotInsertedTwice() {
    Event absent = Event.of("k", 5);
    inBetween(() -> commit("ingest", absent));

    UpsertResult result = upsert(absent, REPAIRED);

    assertThat(result.retries()).isEqualTo(1);
    assertThat(result.inserted()).isZero();
    assertThat(result.unchanged()).isEqualTo(1);
    assertThat(Event.read(table)).containsExactlyInAnyOrder(A, REPAIRED, Z, absent);
    assertNothingElseOnDisk();
  }

  @Test
  void aFileThatAnotherUpsertRewritesIsReadAnew() {
    Event better = M.withSpend(88).withRevision(3);
    inBetween(() -> other.upsert(new UpsertRequest("other", stage(better), UPSERT)));

    UpsertResult result = upsert(REPAIRED);

    assertThat(result.retries()).isEqualTo(1);
    assertThat(result.updated()).isZero();
    assertThat(Event.read(table)).containsExactlyInAnyOrder(A, better, Z);
    assertNothingElseOnDisk();
  }

  @Test
  void filesThatAreStillRightAreNotWrittenAgain() {
    Set<String> staged = new HashSet<>();
    Runnable append = AppendTest.once(() -> commit("ingest", Event.of("n", 9)));
    table
        .log()
        .beforeCommit(
            () -> {
              AppendTest.parquetBelow(folder.resolve("_staging"))
                  .forEach(p -> staged.add(p.getFileName().toString()));
              append.run();
            });

    UpsertResult result = upsert(REPAIRED, Z.withSpend(1).withRevision(2));

    // Then both attempts had the same two files: the staged one, of which every row is wanted, and
    // what the first file keeps
    assertThat(result.retries()).isEqualTo(1);
    assertThat(staged.stream().filter(n -> n.startsWith("replay-mine"))).hasSize(1);
    assertThat(result.filesAdded()).isEqualTo(2);
  }

  @Test
  void commitsToOtherDatesAreNoConflict() {
    Event nextDay = A.withTime(A.time().plus(1, ChronoUnit.DAYS));
    inBetween(() -> commit("ingest", nextDay));

    UpsertResult result = upsert(REPAIRED);

    assertThat(result.retries()).isZero();
    assertThat(Event.read(table)).containsExactlyInAnyOrder(A, REPAIRED, Z, nextDay);
  }

  @Test
  void theSameRequestFromTwoProcessesAppliesOnce() {
    Event absent = Event.of("k", 5);
    inBetween(() -> other.upsert(new UpsertRequest("mine", stage(absent), APPEND)));

    UpsertResult result = table.upsert(new UpsertRequest("mine", stage(absent), APPEND));

    assertThat(result.alreadyApplied()).isTrue();
    assertThat(result.retries()).isEqualTo(1);
    assertThat(Event.read(table)).containsExactlyInAnyOrder(A, M, Z, absent);
    assertNothingElseOnDisk();
  }

  @Test
  void anUpsertThatKeepsLosingGivesUpWithoutATrace() {
    long[] next = {10};
    table.log().beforeCommit(() -> commit("ingest-" + next[0], Event.of("n" + next[0]++, 9)));
    UpsertRequest request = new UpsertRequest("mine", stage(REPAIRED), UPSERT);

    Upsert upsert = new Upsert(table, request, 3);

    assertThatThrownBy(upsert::run)
        .isInstanceOf(TableException.class)
        .hasMessageContaining("upsert mine to fact_ad_events: 4 attempts");
    assertThat(Event.read(other)).contains(M).doesNotContain(REPAIRED);
    assertNothingElseOnDisk();
    assertThat(AppendTest.parquetBelow(folder.resolve("_staging")))
        .containsExactly(table.files().staged(request.staged().files().get(0)));
  }

  @Test
  void aRowThatWasNotStagedAndIsWantedNowIsRefused() {
    Event known = Event.of("0198c0de-0000-7abc-8def-000000000001", 5);
    commit("ingest", known);
    Event again = known.withRevision(3);
    Staged staged = look("mine", again);
    assertThat(staged.files()).isEmpty();
    Event wrong = known.withSpend(13).withRevision(2);
    other.upsert(new UpsertRequest("other", stage(wrong), UPSERT));
    long version = table.snapshot().version();

    assertThatThrownBy(() -> table.upsert(new UpsertRequest("mine", staged, UPSERT)))
        .isInstanceOf(TableException.class)
        .hasMessageContaining("1 rows that it did not stage")
        .hasMessageContaining("nothing was changed; run it again");

    assertThat(table.snapshot().version()).isEqualTo(version);
    assertThat(table.upsert(new UpsertRequest("mine", look("mine", again), UPSERT)).updated())
        .isEqualTo(1);
    assertThat(Event.read(table)).containsExactlyInAnyOrder(A, M, Z, again);
  }

  @Test
  void whatAnotherCommitAddedAfterTheLookIsReadAnew() {
    Event known = Event.of("0198c0de-0000-7abc-8def-000000000001", 5);
    Event absent = Event.of("0198c0de-0000-7abc-8def-000000000002", 6);
    commit("ingest", known);
    Staged staged = look("mine", known.withRevision(3), absent);
    assertThat(staged.files()).hasSize(1);
    commit("later", absent);

    UpsertResult result = table.upsert(new UpsertRequest("mine", staged, UPSERT));

    assertThat(result.unchanged()).isEqualTo(2);
    assertThat(result.filesScanned()).isEqualTo(2);
    assertThat(Event.read(table)).containsExactlyInAnyOrder(A, M, Z, known, absent);
    assertNothingElseOnDisk();
  }

  @Test
  void whatWasReadForAPlanIsNotAppended() {
    Event absent = Event.of("k", 5);
    Staged compared;
    try (UpsertWriter writer = table.newPlanWriter("mine", APPEND)) {
      writer.write(absent.toRow(table.schema()));
      compared = writer.finish();
    }
    UpsertRequest request = new UpsertRequest("mine", compared, APPEND);

    assertThat(table.planUpsert(request).inserted()).isEqualTo(1);
    assertThatThrownBy(() -> table.upsert(request))
        .isInstanceOf(TableException.class)
        .hasMessageContaining("1 rows were read for a plan and are not staged");
    assertThat(Event.read(table)).containsExactlyInAnyOrder(A, M, Z);
  }

  private Staged look(String id, Event... events) {
    try (UpsertWriter writer = table.newUpsertWriter(id, UPSERT)) {
      for (Event event : events) {
        writer.write(event.toRow(table.schema()));
      }
      return writer.finish();
    }
  }

  private UpsertResult upsert(Event... events) {
    return table.upsert(new UpsertRequest("mine", stage(events), UPSERT));
  }

  private void commit(String id, Event... events) {
    other.upsert(new UpsertRequest(id, stage(events), APPEND));
  }

  private List<DataFile> stage(Event... events) {
    return Event.stage(other, List.of(events));
  }

  private void inBetween(Runnable action) {
    table.log().beforeCommit(AppendTest.once(action));
  }

  /** Each data file is one that some version of the table names. */
  private void assertNothingElseOnDisk() {
    Set<Path> named = new HashSet<>();
    LongStream.rangeClosed(0, other.snapshot().version())
        .forEach(v -> other.snapshot(v).files().forEach(f -> named.add(f.path())));
    assertThat(AppendTest.parquetBelow(folder))
        .filteredOn(p -> p.toString().contains("event_date="))
        .containsExactlyInAnyOrderElementsOf(named);
  }
}
