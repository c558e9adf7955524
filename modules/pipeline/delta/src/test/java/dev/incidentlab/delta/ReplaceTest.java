package dev.incidentlab.delta;

import static dev.incidentlab.delta.UpsertRequest.Mode.REPLACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that nothing at their offsets makes any more go with a replay of these offsets. */
class ReplaceTest {

  private static final SourcePartition P0 = new SourcePartition("topic", 0);
  private static final SourcePartition P1 = new SourcePartition("topic", 1);
  private static final Event BEFORE = Event.of("before", 1);
  private static final Event A = Event.of("a", 10);
  private static final Event NOBODYS = Event.of("nobody", 11);

  /** Of an event date that nothing else is of. */
  private static final Event ASTRAY =
      Event.of("astray", 12).withTime(Event.START.minus(Duration.ofDays(400)));

  private static final Event B = Event.of("b", 13);

  /** The value of record 14, which says that it is from 15. */
  private static final Event SHIFTED = Event.of("c", 14).withOffset(15);

  private static final Event AFTER = Event.of("after", 20);
  private static final Event ELSEWHERE = Event.of("elsewhere", 11).inPartition(1);

  private static final Replaced TEN_TO_TWENTY = replacedSince(Optional.empty());

  private static Replaced replacedSince(Optional<Instant> since) {
    return Replaced.by(REPLACE, Map.of(0, new OffsetRange(10, 20)), since);
  }

  @TempDir Path folder;
  private DeltaTable table;

  @BeforeEach
  void createTable() {
    table = DeltaTable.create(folder, Event.TABLE);
    append(P0, 0, 10, BEFORE);
    append(P0, 10, 20, A, NOBODYS, ASTRAY, B, SHIFTED);
    append(P0, 20, 30, AFTER);
    append(P1, 0, 20, ELSEWHERE);
  }

  private void append(SourcePartition source, long from, long to, Event... rows) {
    table.append(Event.stage(table, List.of(rows)), Map.of(source, new OffsetRange(from, to)));
  }

  private UpsertRequest replay(String id, Event... rows) {
    return replay(id, TEN_TO_TWENTY, rows);
  }

  private UpsertRequest replay(String id, Replaced replaced, Event... rows) {
    return new UpsertRequest(id, staged(id, rows), REPLACE, replaced);
  }

  private Staged staged(String id, Event... rows) {
    try (UpsertWriter writer = table.newUpsertWriter(id, REPLACE)) {
      for (Event row : rows) {
        writer.write(row.toRow(table.schema()));
      }
      return writer.finish();
    }
  }

  private static Event[] whatTheRecordsSay() {
    return new Event[] {
      A.withRevision(2), B.withSpend(7).withRevision(2), SHIFTED.withOffset(14).withRevision(2)
    };
  }

  @Test
  void rowsThatNoRecordOfTheRangeSaysGoAndAllOthersStay() throws IOException {
    UpsertResult result = table.upsert(replay("r1", whatTheRecordsSay()));

    Event repaired = B.withSpend(7).withRevision(2);
    assertThat(Event.read(table))
        .containsExactlyInAnyOrder(BEFORE, A, repaired, SHIFTED, AFTER, ELSEWHERE);
    assertThat(result.removed()).isEqualTo(2);
    assertThat(result.updated()).isEqualTo(1);
    assertThat(result.unchanged()).isEqualTo(2);
    assertThat(result.version()).isEqualTo(5);
    assertThat(new KernelReader(folder).rows(Optional.empty())).hasSize(6);
    assertThat(table.positions(List.of(P0, P1))).isEqualTo(Map.of(P0, 30L, P1, 20L));
    assertThat(table.history().get(5).removed()).isEqualTo(2);
  }

  @Test
  void whereNothingCanBeReadAnyMoreAllRowsOfTheRangeGo() throws IOException {
    assertThat(table.upsert(replay("r1")).removed()).isEqualTo(5);
    assertThat(Event.read(table)).containsExactlyInAnyOrder(BEFORE, AFTER, ELSEWHERE);
  }

  @Test
  void aPlanSaysHowManyWouldGoAndRemovesNone() throws IOException {
    TableSnapshot before = table.snapshot();
    UpsertPlan plan = table.planUpsert(replay("plan", whatTheRecordsSay()));

    assertThat(plan.removed()).isEqualTo(2);
    assertThat(table.snapshot()).isEqualTo(before);
  }

  @Test
  void aRowThatMayBeOfARecordBeforeTheRangeStopsAllOfIt() throws IOException {
    List<Event> before = Event.read(table);
    UpsertRequest tooLate =
        replay("r1", replacedSince(Optional.of(NOBODYS.time())), whatTheRecordsSay());

    assertThatThrownBy(() -> table.planUpsert(tooLate)).isInstanceOf(TableException.class);
    assertThatThrownBy(() -> table.upsert(tooLate))
        .isInstanceOf(TableException.class)
        .hasMessageContaining("1 rows that are to go are of events from before " + NOBODYS.time())
        .hasMessageContaining("the first at " + ASTRAY.time())
        .hasMessageContaining("nothing was changed; begin before that first one");
    assertThat(Event.read(table)).containsExactlyInAnyOrderElementsOf(before);

    UpsertRequest early =
        replay("r2", replacedSince(Optional.of(ASTRAY.time())), whatTheRecordsSay());
    assertThat(table.upsert(early).removed()).isEqualTo(2);
  }

  @Test
  void doneASecondTimeItChangesNothing() throws IOException {
    table.upsert(replay("r1", whatTheRecordsSay()));
    List<Event> rows = Event.read(table);

    UpsertResult again = table.upsert(replay("r2", whatTheRecordsSay()));

    assertThat(again.removed()).isZero();
    assertThat(again.filesAdded()).isZero();
    assertThat(Event.read(table)).containsExactlyInAnyOrderElementsOf(rows);
  }

  @Test
  void anAppendInBetweenIsKept() throws IOException {
    DeltaTable other = DeltaTable.open(folder);
    Event late = Event.of("late", 30).withTime(Event.START.plus(Duration.ofDays(3)));
    UpsertRequest request = replay("r1", whatTheRecordsSay());
    table
        .log()
        .beforeCommit(
            AppendTest.once(
                () ->
                    other.append(
                        Event.stage(other, List.of(late)), Map.of(P0, new OffsetRange(30, 31)))));

    UpsertResult result = table.upsert(request);

    assertThat(result.retries()).isEqualTo(1);
    assertThat(result.removed()).isEqualTo(2);
    assertThat(Event.read(table)).hasSize(7).contains(late).doesNotContain(NOBODYS, ASTRAY);
  }

  @Test
  void onlyReplaceHasOffsetsToReplace() {
    Staged nothing = new Staged(List.of(), List.of());
    assertThatThrownBy(() -> new UpsertRequest("r", nothing, REPLACE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("REPLACE needs some");
    assertThatThrownBy(
            () -> new UpsertRequest("r", nothing, UpsertRequest.Mode.UPSERT, TEN_TO_TWENTY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("others none");
  }
}
