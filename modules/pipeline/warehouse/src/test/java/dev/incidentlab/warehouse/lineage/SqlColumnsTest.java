package dev.incidentlab.warehouse.lineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incidentlab.warehouse.Warehouse;
import dev.incidentlab.warehouse.WarehouseException;
import dev.incidentlab.warehouse.lineage.ColumnLineage.Origin;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SqlColumnsTest {
  private static final Map<String, ColumnLineage> TABLES =
      Map.of("t", table("t", "a", "b", "c"), "u", table("u", "a", "d"));

  private final Warehouse warehouse = new Warehouse(64);
  private Connection duckdb;

  @BeforeEach
  void open() {
    duckdb = warehouse.open(List.of());
  }

  @AfterEach
  void close() throws SQLException {
    duckdb.close();
    warehouse.close();
  }

  private static ColumnLineage table(String name, String... columns) {
    return ColumnLineage.same(Arrays.asList(columns), Dataset.table(name));
  }

  private ColumnLineage of(String sql) {
    return new SqlColumns(duckdb).of("q", sql, TABLES);
  }

  /** As {@code t.a IDENTITY}. */
  private static Set<String> words(Set<Origin> origins) {
    return origins.stream()
        .map(o -> "%s.%s %s".formatted(o.dataset().name(), o.column(), o.use()))
        .collect(Collectors.toSet());
  }

  private static Set<String> words(ColumnLineage lineage, String column) {
    return words(lineage.columns().get(column));
  }

  @Test
  void tellsHowAColumnIsUsed() {
    ColumnLineage q =
        of(
            "select a, b + 1 as more, sum(c) as total,"
                + " count(*) filter (b > 2) as many, case when a then b else c end as which, 7 as k"
                + " from t where c > 0 group by a having max(b) > 1 order by total");

    assertThat(q.columns().keySet()).containsExactly("a", "more", "total", "many", "which", "k");
    assertThat(words(q, "a")).containsExactly("t.a IDENTITY");
    assertThat(words(q, "more")).containsExactly("t.b TRANSFORMATION");
    assertThat(words(q, "total")).containsExactly("t.c AGGREGATION");
    assertThat(words(q, "many")).containsExactly("t.b CONDITIONAL");
    assertThat(words(q, "which"))
        .containsExactlyInAnyOrder("t.a CONDITIONAL", "t.b TRANSFORMATION", "t.c TRANSFORMATION");
    assertThat(words(q, "k")).isEmpty();
    assertThat(words(q.rows()))
        .containsExactlyInAnyOrder("t.c FILTER", "t.a GROUP_BY", "t.b FILTER", "t.c SORT");
  }

  @Test
  void seesThroughSubqueriesAndJoins() {
    ColumnLineage q =
        of(
            "with s as (select a, sum(b) as b from T group by a)"
                + " select s.a, s.b / 2 as half, v.*, (select max(c) from t) as top"
                + " from s join (select * from u where d = 1) v using (a)");

    assertThat(words(q, "a")).contains("t.a IDENTITY");
    assertThat(words(q, "half")).containsExactly("t.b AGGREGATION");
    assertThat(words(q, "d")).containsExactly("u.d IDENTITY");
    assertThat(words(q, "top")).containsExactly("t.c AGGREGATION");
    assertThat(words(q.rows()))
        .containsExactlyInAnyOrder("t.a GROUP_BY", "u.d FILTER", "t.a JOIN", "u.a JOIN");
  }

  @Test
  void aFilterByASubqueryIsOneOfItsColumns() {
    ColumnLineage q = of("select a from t where (select max(d) from u where u.a = t.b) > 1");

    assertThat(words(q.rows())).containsExactlyInAnyOrder("u.d FILTER", "u.a FILTER", "t.b FILTER");
  }

  @Test
  void namesAreOfTheQuerysOwnColumnsTooAndOfFieldsOfAStruct() {
    ColumnLineage q = of("select b + 1 as x, x * 2 as y, c.field as z from t where x > 1");

    assertThat(words(q, "y")).containsExactly("t.b TRANSFORMATION");
    assertThat(words(q, "z")).containsExactly("t.c IDENTITY");
    assertThat(words(q.rows())).containsExactly("t.b FILTER");
  }

  @Test
  void whatIsNotUnderstoodIsAnError() {
    assertRefused(
        "select nosuch from t", "cannot tell the columns of q: column 'nosuch' is in none of [t]");
    assertRefused("select t.d from t", "column 't.d'");
    assertRefused("select a from nosuch", "it reads 'nosuch'; known: [t, u]");
    assertRefused("selec a", "syntax error");
    assertRefused("select a from t union all select a from u", "SET_OPERATION_NODE is not");
    assertRefused("select * exclude (a) from t", "with exceptions");
    assertRefused("from range(3)", "TABLE_FUNCTION in FROM");
    assertRefused("create table x (a int)", "cannot tell the columns of q");
  }

  private void assertRefused(String sql, String message) {
    assertThatThrownBy(() -> of(sql))
        .isInstanceOf(WarehouseException.class)
        .hasMessageContaining(message);
  }
}
