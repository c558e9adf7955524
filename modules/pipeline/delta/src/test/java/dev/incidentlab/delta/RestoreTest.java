package dev.incidentlab.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table is brought back to a version of before, and takes in again what came since. */
class RestoreTest {

  private static final SourcePartition P0 = new SourcePartition("topic", 0);
  private static final SourcePartition P1 = new SourcePartition("topic", 1);
  private static final Event A = Event.of("a", 0);
  private static final Event B = Event.of("b", 1);
  private static final Event FABRICATED = Event.of("nobody", 2);
  private static final Event C = Event.of("c", 2);
  private static final Event D = Event.of("d", 0).inPartition(1);

  @TempDir Path folder;
  private DeltaTable table;

  /** Version 2 has A and B; then a row comes in that nobody published, and A is replaced. */
  @BeforeEach
  void createTable() {
    table = DeltaTable.create(folder, Event.TABLE);
    append(P0, 0, A);
    append(P0, 1, B);
    append(P0, 2, FABRICATED);
    append(P1, 0, D);
    upsert("r1", A.withSpend(7).withRevision(2));
  }

  private AppendResult append(SourcePartition source, long offset, Event event) {
    return table.append(
        Event.stage(table, List.of(event)), Map.of(source, new OffsetRange(offset, offset + 1)));
  }

  private UpsertResult upsert(String id, Event event) {
    return table.upsert(
        new UpsertRequest(id, Event.stage(table, List.of(event)), UpsertRequest.Mode.UPSERT));
  }

  @Test
  void filesAndPositionsAreThoseOfTheVersionForEveryReader() throws IOException {
    RestoreResult result = table.as("somebody").restore(2);

    assertThat(result.version()).isEqualTo(6);
    assertThat(result.rows()).isEqualTo(2);
    assertThat(result.positions()).isEqualTo(Map.of(P0, 2L, P1, 0L));
    assertThat(Event.read(table)).containsExactlyInAnyOrder(A, B);
    assertThat(table.snapshot().files()).isEqualTo(table.snapshot(2).files());
    assertThat(table.position(P0)).hasValue(2);
    assertThat(table.position(P1)).isEmpty();
    KernelReader kernel = new KernelReader(folder);
    assertThat(kernel.latest()).isEqualTo(6);
    assertThat(kernel.position(P0)).contains(2L);
    assertThat(kernel.rows(Optional.empty())).hasSize(2);
    DeltaTable reopened = DeltaTable.open(folder);
    assertThat(Event.read(reopened)).containsExactlyInAnyOrder(A, B);
    assertThat(reopened.positions(List.of(P0, P1))).isEqualTo(Map.of(P0, 2L));
  }

  @Test
  void theHistoryTellsOfItAndVersionsInBetweenStay() {
    table.as("somebody").restore(2);

    TableCommit last = table.history().get(6);
    assertThat(last.operation()).isEqualTo("RESTORE");
    assertThat(last.filesAdded()).isEqualTo(1);
    assertThat(last.filesRemoved()).isEqualTo(3);
    assertThat(table.snapshot(5).rows()).isEqualTo(4);
  }

  @Test
  void whatCameSinceComesInAgainFromTheSourceOnceAndNothingBefore() {
    table.restore(2);

    // As a job that starts from the beginning.
    AppendResult whole =
        table.append(Event.stage(table, List.of(A, B, C)), Map.of(P0, new OffsetRange(0, 3)));
    append(P1, 0, D);
    AppendResult again = append(P1, 0, D);

    assertThat(whole.rowsAppended()).isEqualTo(1);
    assertThat(again.skipped()).isTrue();
    assertThat(Event.read(table)).containsExactlyInAnyOrder(A, B, C, D);
  }

  @Test
  void anUpsertThatWasTakenBackCanBeAppliedAgain() {
    assertThat(table.isApplied("r1")).isTrue();
    table.restore(2);
    assertThat(table.isApplied("r1")).isFalse();

    UpsertResult again = upsert("r1", A.withSpend(7).withRevision(2));

    assertThat(again.updated()).isEqualTo(1);
    assertThat(table.isApplied("r1")).isTrue();
  }

  @Test
  void whenItWasIsKnownAndNoRestoreTakesThatBack() {
    assertThat(table.restoredAt()).isEmpty();
    Instant before = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    table.restore(2);
    Instant first = table.restoredAt().orElseThrow();
    assertThat(first).isBetween(before, Instant.now());

    table.restore(5);

    assertThat(DeltaTable.open(folder).restoredAt().orElseThrow()).isAfterOrEqualTo(first);
  }

  @Test
  void aRestoreCanBeTakenBack() {
    table.restore(2);
    table.restore(5);

    assertThat(Event.read(table)).hasSize(4).contains(FABRICATED, D);
    assertThat(table.positions(List.of(P0, P1))).isEqualTo(Map.of(P0, 3L, P1, 1L));
    assertThat(table.isApplied("r1")).isTrue();
  }

  @Test
  void anAppendThatComesInBetweenIsKeptAndTheRestoreRefused() {
    DeltaTable other = DeltaTable.open(folder);
    table
        .log()
        .beforeCommit(
            AppendTest.once(
                () ->
                    other.append(
                        Event.stage(other, List.of(Event.of("e", 3))),
                        Map.of(P0, new OffsetRange(3, 4)))));

    assertThatThrownBy(() -> table.restore(2))
        .isInstanceOf(TableException.class)
        .hasMessageContaining("restore of fact_ad_events to version 2: another commit came")
        .hasMessageContaining("stop what writes to the table");

    assertThat(Event.read(other)).hasSize(5);
    assertThat(other.position(P0)).hasValue(4);
    assertThat(table.restore(2).positions()).containsEntry(P0, 2L);
  }

  @Test
  void refusesAVersionThatIsNotThereIsTheLatestOrHasLostFiles() throws IOException {
    assertThatThrownBy(() -> table.restore(5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("version 5 is its latest; name one before it");
    assertThatThrownBy(() -> table.restore(77))
        .isInstanceOf(TableException.class)
        .hasMessageContaining("has no version 77; its latest is 5");
    Files.delete(table.snapshot(1).files().get(0).path());
    assertThatThrownBy(() -> table.restore(1))
        .isInstanceOf(TableException.class)
        .hasMessageContaining("cannot show version 1: 1 of its 1 files are gone");
    assertThat(table.snapshot().version()).isEqualTo(5);
  }

  @Test
  void refusesAVersionOfBeforeTheTableWasEvolved(@TempDir Path another) {
    DeltaTable before = DeltaTable.create(another, Event.EARLIER_TABLE);
    DeltaTable evolved = before.evolve(Event.TABLE, Map.of());

    assertThatThrownBy(() -> evolved.restore(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("version 0 is from before the table was evolved");
  }
}
