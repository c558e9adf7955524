package dev.incidentlab.warehouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incidentlab.warehouse.TableDiff.Example;
import dev.incidentlab.warehouse.TableDiff.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Questions to a table some or all of whose files are from before it gained a column. */
class EvolvedTableTest {
  private static final String MODELS =
      "select event_id, attribution.model, attribution is null as none, placement from events order by 1";

  @TempDir Path folder;
  private SmallTable events;

  @BeforeEach
  void evolve() {
    events =
        new SmallTable(folder.resolve("events"))
            .append("a", null, 0)
            .append("b", "feed", 5)
            .evolve();
  }

  @Test
  void theNewColumnIsNullWhereNoFileHasIt() {
    assertThat(sql(MODELS, 3).rows())
        .containsExactly(row("a", null, "true", null), row("b", null, "true", "feed"));
  }

  @Test
  void oldAndNewFilesAreOneTable() {
    events.replay("b", "linear", "feed", 5);

    assertThat(sql(MODELS, 4).rows())
        .containsExactly(row("a", null, "true", null), row("b", "linear", "false", "feed"));
    assertThat(sql("select * from events", 4).columns())
        .containsSubsequence("event_ts", "attribution", "placement", "event_date");
  }

  @Test
  void aVersionOfBeforeHasNoSuchColumn() {
    events.replay("b", "linear", "feed", 5);

    assertThat(sql("select * from events", 2).columns()).doesNotContain("attribution");
    assertThatThrownBy(() -> sql(MODELS, 2))
        .isInstanceOf(SqlRefusedException.class)
        .hasMessageContaining("attribution");
  }

  @Test
  void aRowThatIsWrittenAgainWithANullInTheNewColumnDoesNotDiffer() {
    // Given one row filled, and one that changes in another column only
    events.replay("b", "linear", "feed", 5).replay("a", null, null, 42);

    assertThat(diff(2, 5))
        .isEqualTo(
            new TableDiff(
                0,
                0,
                2,
                List.of(
                    new Example(
                        Kind.CHANGED,
                        "a",
                        Map.of("spend_micros", "0"),
                        Map.of("spend_micros", "42")),
                    example())));
  }

  @Test
  void theEvolutionItselfChangesNoRow() {
    assertThat(diff(2, 3)).isEqualTo(new TableDiff(0, 0, 0, List.of()));
  }

  @Test
  void seenFromTheOtherSideTheColumnGoes() {
    events.replay("b", "linear", "feed", 5);

    assertThat(diff(4, 2).changed()).isEqualTo(1);
  }

  @Test
  void dashboardsAndChecksGoOn() {
    events.replay("b", "linear", "feed", 5);
    try (Warehouse warehouse = new Warehouse(64)) {
      assertThat(warehouse.freshness(events.table).newestEvent()).contains(SmallTable.T0900);
      assertThat(
              warehouse
                  .nullRatio(
                      events.table,
                      "placement",
                      SmallTable.T0900.plusSeconds(1),
                      Duration.ofHours(1))
                  .ratio())
          .isEqualTo(0.5);
    }
  }

  private static Example example() {
    // A map of Java's that takes nulls.
    Map<String, String> before = new HashMap<>();
    before.put("attribution", null);
    return new Example(
        Kind.CHANGED, "b", before, Map.of("attribution", "{'model': linear, 'window_days': 7}"));
  }

  private static List<String> row(String... values) {
    return Arrays.asList(values);
  }

  private SqlResult sql(String query, long version) {
    return new ReadOnlySql(64, Duration.ofSeconds(30))
        .run(query, List.of(TableVersion.of(events.table, version).relation()), 10);
  }

  private TableDiff diff(long from, long to) {
    return TableComparison.of(
        TableVersion.of(events.table, from), TableVersion.of(events.table, to), 128, 5);
  }
}
