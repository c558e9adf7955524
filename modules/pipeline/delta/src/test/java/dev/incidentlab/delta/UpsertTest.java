package dev.incidentlab.delta;

import static dev.incidentlab.delta.UpsertRequest.Mode.APPEND;
import static dev.incidentlab.delta.UpsertRequest.Mode.INSERT_MISSING;
import static dev.incidentlab.delta.UpsertRequest.Mode.UPSERT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpsertTest {

  private static final Event A = Event.of("a", 0);
  private static final Event B = Event.of("b", 1);
  private static final Event C = Event.of("c", 2);

  @TempDir Path folder;
  private DeltaTable table;
  private int requests;

  @BeforeEach
  void createTable() {
    table = DeltaTable.create(folder, Event.TABLE);
  }

  @Test
  void absentKeysAreInserted() {
    has(A);

    UpsertResult result = upsert(UPSERT, B, C);

    assertThat(Event.read(table)).containsExactlyInAnyOrder(A, B, C);
    assertThat(result.inserted()).isEqualTo(2);
    assertThat(result.filesRewritten()).isZero();
    assertThat(result.filesAdded()).isEqualTo(1);
    assertThat(result.bytesWritten()).isPositive();
  }

  @Test
  void equalValuesLeaveTheRowAsItIsEvenAtAHigherRevision() {
    has(A, B);
    List<ActiveFile> before = table.snapshot().files();

    UpsertResult result = upsert(UPSERT, A.withRevision(2), B);

    assertThat(result.unchanged()).isEqualTo(2);
    assertThat(result.filesAdded()).isZero();
    assertThat(table.snapshot().files()).isEqualTo(before);
  }

  @Test
  void otherValuesAtAHigherRevisionReplaceTheRow() {
    has(A, B);
    Event repaired = B.withSpend(77).withRevision(2);

    UpsertResult result = upsert(UPSERT, A.withRevision(2), repaired);

    assertThat(Event.read(table)).containsExactlyInAnyOrder(A, repaired);
    assertThat(result.updated()).isEqualTo(1);
    assertThat(result.unchanged()).isEqualTo(1);
    assertThat(result.filesRewritten()).isEqualTo(1);
  }

  @Test
  void eachColumnCountsAsAValue() {
    Event nothing = new Event("k", A.time(), "CLICK", null, null, 1, 0.5, 0, 0, 1);
    List<Event> changes =
        List.of(
            nothing.withTime(nothing.time().plus(1, ChronoUnit.MICROS)),
            new Event("k", A.time(), "UNKNOWN", null, null, 1, 0.5, 0, 0, 1),
            new Event("k", A.time(), "CLICK", "", null, 1, 0.5, 0, 0, 1),
            new Event("k", A.time(), "CLICK", null, "", 1, 0.5, 0, 0, 1),
            new Event("k", A.time(), "CLICK", null, null, 2, 0.5, 0, 0, 1),
            new Event("k", A.time(), "CLICK", null, null, 1, -0.5, 0, 0, 1));
    has(nothing);

    for (Event change : changes) {
      UpsertPlan plan = table.planUpsert(request(UPSERT, change.withRevision(2)));

      assertThat(plan.updated()).as("%s", change).isEqualTo(1);
    }
  }

  @Test
  void otherValuesAtTheSameOrLowerPrecedenceChangeNothing() {
    has(A.withRevision(2));

    UpsertResult result = upsert(UPSERT, A.withSpend(5).withRevision(1).withOffset(99));

    assertThat(result.unchanged()).isEqualTo(1);
    assertThat(upsert(UPSERT, A.withSpend(5).withRevision(2)).unchanged()).isEqualTo(1);
    assertThat(Event.read(table)).containsExactly(A.withRevision(2));
  }

  @Test
  void atOneRevisionTheHigherOffsetWins() {
    has(A);
    Event later = A.withSpend(5).withOffset(9);

    assertThat(upsert(UPSERT, later).updated()).isEqualTo(1);
    assertThat(Event.read(table)).containsExactly(later);
  }

  @Test
  void duplicatesInTheSourceCollapseToTheWinner() {
    Event wins = A.withSpend(3).withRevision(2);

    UpsertResult result = upsert(UPSERT, A, wins, A.withSpend(4).withOffset(8), A);

    assertThat(result.read()).isEqualTo(4);
    assertThat(result.duplicatesInSource()).isEqualTo(3);
    assertThat(result.inserted()).isEqualTo(1);
    assertThat(Event.read(table)).containsExactly(wins);
  }

  @Test
  void duplicatesInTheTableCollapseToTheWinner() {
    // Given a replay that appended blindly: B is right, but twice
    has(A, B);
    has(B.withRevision(2), C);

    UpsertResult result = upsert(UPSERT, A, B.withRevision(2), C);

    assertThat(Event.read(table)).containsExactlyInAnyOrder(A, B.withRevision(2), C);
    assertThat(result.updated()).isEqualTo(1);
    assertThat(result.unchanged()).isEqualTo(2);
    assertThat(result.duplicatesInTable()).isEqualTo(1);
    assertThat(result.filesRewritten()).isEqualTo(1);
  }

  @Test
  void aStagedRowThatBeatsAllDuplicatesReplacesThemAll() {
    has(A);
    has(A.withRevision(2));
    Event wins = A.withSpend(9).withRevision(3);

    assertThat(upsert(UPSERT, wins).filesRewritten()).isEqualTo(2);
    assertThat(Event.read(table)).containsExactly(wins);
    assertThat(table.snapshot().files()).hasSize(1);
  }

  @Test
  void insertMissingLeavesWrongRowsWrong() {
    has(A);

    UpsertResult result = upsert(INSERT_MISSING, A.withSpend(5).withRevision(2), B, B);

    assertThat(Event.read(table)).containsExactlyInAnyOrder(A, B);
    assertThat(result.inserted()).isEqualTo(1);
    assertThat(result.unchanged()).isEqualTo(1);
    assertThat(result.duplicatesInSource()).isEqualTo(1);
  }

  @Test
  void appendDoublesWhatIsThere() {
    has(A);

    UpsertResult result = upsert(APPEND, A, B);

    assertThat(Event.read(table)).containsExactlyInAnyOrder(A, A, B);
    assertThat(result.inserted()).isEqualTo(result.read()).isEqualTo(2);
  }

  private UpsertRequest request(String id, UpsertRequest.Mode mode, Event event) {
    return new UpsertRequest(id, new Staged(stage(event), List.of()), mode, Event.replaced(mode));
  }

  @Test
  void aRequestAppliesOnceInEveryMode() {
    for (UpsertRequest.Mode mode : UpsertRequest.Mode.values()) {
      Event event = Event.of("once-" + mode, 3);
      table.upsert(request("r-" + mode, mode, event));
      TableSnapshot before = table.snapshot();
      UpsertRequest again = request("r-" + mode, mode, event.withOffset(9));

      assertThat(table.planUpsert(again).alreadyApplied()).isTrue();
      UpsertResult result = table.upsert(again);

      assertThat(result.alreadyApplied()).isTrue();
      assertThat(result.version()).isEqualTo(before.version());
      assertThat(table.snapshot()).isEqualTo(before);
      assertThat(AppendTest.parquetBelow(folder.resolve("_staging"))).isEmpty();
    }
  }

  @Test
  void filesOfOtherDatesAndKeyRangesAreNotRead() {
    has(A);
    has(C);
    has(Event.of("a", 5).withTime(A.time().plus(3, ChronoUnit.DAYS)));

    UpsertResult result = upsert(UPSERT, A.withSpend(5).withRevision(2));

    assertThat(result.filesScanned()).isEqualTo(1);
    assertThat(table.snapshot().rows()).isEqualTo(3);
  }

  @Test
  void filesWithoutAChangedRowKeepTheirPath() {
    has(A, B);
    Path untouched = table.snapshot().files().get(0).path();
    has(Event.of("aa", 3));

    upsert(UPSERT, A.withRevision(2), Event.of("aa", 3).withSpend(1).withRevision(2));

    assertThat(table.snapshot().files().stream().map(ActiveFile::path)).contains(untouched);
  }

  @Test
  void aKeyNamesOneRowWithinItsDate() {
    has(A);
    Event nextDay = A.withTime(A.time().plus(1, ChronoUnit.DAYS));

    assertThat(upsert(UPSERT, nextDay).inserted()).isEqualTo(1);
    assertThat(Event.read(table)).containsExactlyInAnyOrder(A, nextDay);
  }

  @Test
  void upperCaseUuidsAreOtherKeysThanLowerCaseOnes() {
    Event lower = Event.of("0198c0de-0000-7abc-8def-0123456789ab", 0);
    Event upper = Event.of("0198C0DE-0000-7ABC-8DEF-0123456789AB", 0);
    has(lower);

    assertThat(upsert(UPSERT, upper, lower).inserted()).isEqualTo(1);
  }

  @Test
  void aPlanTellsWhatTheUpsertThenDoesAndWritesNothing() {
    has(A, B);
    UpsertRequest request = request(UPSERT, A.withSpend(1).withRevision(2), B, C, C);
    TableSnapshot before = table.snapshot();

    UpsertPlan plan = table.planUpsert(request);

    assertThat(table.snapshot()).isEqualTo(before);
    UpsertResult result = table.upsert(request);
    assertThat(plan)
        .isEqualTo(
            new UpsertPlan(
                result.read(),
                result.inserted(),
                result.updated(),
                result.unchanged(),
                result.duplicatesInSource(),
                result.duplicatesInTable(),
                result.removed(),
                result.filesScanned(),
                result.filesRewritten(),
                before.version(),
                false));
    assertThat(plan.read()).isEqualTo(4);
  }

  @Test
  void theStagingFolderOfARequestGoesWithIt() {
    UpsertRequest request =
        new UpsertRequest("r1", Event.stage(table, "_staging/r1/task-0", List.of(A)), UPSERT);
    assertThat(folder.resolve("_staging/r1")).isDirectory();

    table.upsert(request);

    assertThat(folder.resolve("_staging/r1")).doesNotExist();
  }

  @Test
  void aPlanThatIsGivenUpLeavesNoFolder() {
    try (UpsertWriter writer = table.newPlanWriter("plan-1", UPSERT)) {
      // More than are kept in memory.
      for (int i = 0; i < 40_000; i++) {
        writer.write(A.toRow(table.schema()));
      }
      assertThat(folder.resolve("_staging/plan-1")).isDirectory();
    }
    assertThat(folder.resolve("_staging/plan-1")).doesNotExist();
  }

  @Test
  void aRequestWithoutRowsIsRecorded() {
    UpsertRequest nothing = new UpsertRequest("empty", List.of(), UPSERT);

    assertThat(table.upsert(nothing).read()).isZero();
    assertThat(table.upsert(nothing).alreadyApplied()).isTrue();
  }

  @Test
  void stagedFilesThatAreGoneAreAnError() {
    UpsertRequest request = request(UPSERT, A);
    table.discard(request.staged());

    assertThatThrownBy(() -> table.upsert(request))
        .isInstanceOf(TableException.class)
        .hasMessageContaining(request.staged().files().get(0).path());
  }

  @Test
  void badReplayIdsAndFilesOfTheTableAreRefused() {
    has(A);
    ActiveFile committed = table.snapshot().files().get(0);
    DataFile notStaged =
        new DataFile(
            folder.relativize(committed.path()).toString(),
            committed.eventDate(),
            1,
            committed.bytes(),
            "{}",
            java.util.Map.of());

    assertThatThrownBy(() -> new UpsertRequest("a/b", List.of(), UPSERT))
        .hasMessageContaining("a/b");
    assertThatThrownBy(() -> table.upsert(new UpsertRequest("x", List.of(notStaged), APPEND)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not below _staging/");
    assertThatThrownBy(() -> table.discard(List.of(notStaged)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(committed.path()).exists();
  }

  /** Puts rows into the table as one file, whatever it has. */
  private void has(Event... events) {
    upsert(APPEND, events);
  }

  private UpsertResult upsert(UpsertRequest.Mode mode, Event... events) {
    UpsertResult result = table.upsert(request(mode, events));
    assertThat(result.read())
        .isEqualTo(
            result.inserted()
                + result.updated()
                + result.unchanged()
                + result.duplicatesInSource());
    return result;
  }

  private UpsertRequest request(UpsertRequest.Mode mode, Event... events) {
    return new UpsertRequest("request-" + requests++, stage(events), mode);
  }

  private List<DataFile> stage(Event... events) {
    return Event.stage(table, List.of(events));
  }
}
