package dev.incidentlab.warehouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incidentlab.delta.UpsertRequest.Mode;
import dev.incidentlab.warehouse.TableDiff.Example;
import dev.incidentlab.warehouse.TableDiff.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableComparisonTest {
  @TempDir Path folder;
  private SmallTable events;

  @BeforeEach
  void twoRows() {
    events = new SmallTable(folder.resolve("events")).append("a", null, 0).append("b", "feed", 5);
  }

  @Test
  void aRepairedRowIsChangedAndOnlyInTheColumnsThatWereWrong() {
    events.replay(Mode.UPSERT, "a", null, 42);

    assertThat(diff(2, 3))
        .isEqualTo(
            new TableDiff(
                0,
                0,
                1,
                List.of(
                    new Example(
                        Kind.CHANGED,
                        "a",
                        Map.of("spend_micros", "0"),
                        Map.of("spend_micros", "42")))));
  }

  @Test
  void rowsThatComeInAreAddedAndSeenFromTheOtherSideRemoved() {
    TableDiff diff = diff(1, 2);

    assertThat(diff.added()).isEqualTo(1);
    assertThat(diff.examples().get(0).after()).containsEntry("placement", "feed");
    assertThat(diff(2, 1).removed()).isEqualTo(1);
  }

  @Test
  void aDoubledRowIsAddedAndItsRemovalIsRemoved() {
    events.replay(Mode.APPEND, "b", "feed", 5).replay(Mode.UPSERT, "b", "feed", 5);

    assertThat(diff(2, 3).added()).isEqualTo(1);
    TableDiff repaired = diff(3, 4);
    assertThat(repaired.removed()).isEqualTo(1);
    assertThat(repaired.changed()).isZero();
    assertThat(repaired.examples()).extracting(Example::key).containsExactly("b");
  }

  @Test
  void oneVersionDoesNotDifferFromItself() {
    assertThat(diff(2, 2)).isEqualTo(new TableDiff(0, 0, 0, List.of()));
    assertThat(diff(0, 2).added()).isEqualTo(2);
  }

  private TableDiff diff(long from, long to) {
    return TableComparison.of(
        TableVersion.of(events.table, from), TableVersion.of(events.table, to), 128, 5);
  }
}
