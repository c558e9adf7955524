package dev.incidentlab.warehouse;

import dev.incidentlab.delta.ActiveFile;
import dev.incidentlab.delta.TableSchema;
import dev.incidentlab.warehouse.TableDiff.Example;
import dev.incidentlab.warehouse.TableDiff.Kind;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Compares two versions of one table. Only files that one of them lacks are read; rows are compared
 * by key and a 64-bit hash of their values, so that millions fit in little memory.
 */
public final class TableComparison {
  private static final String COUNTS =
      """
      create table diff as
      with gone as (select k, h from before except all select k, h from after),
           come as (select k, h from after except all select k, h from before),
           o as (select k, count(*) n from gone group by k),
           n as (select k, count(*) n from come group by k)
      select coalesce(o.k, n.k) k, coalesce(o.n, 0) gone, coalesce(n.n, 0) come
      from o full join n on o.k = n.k
      """;
  private static final String TOTALS =
      """
      select coalesce(sum(greatest(come - gone, 0)), 0)::bigint,
             coalesce(sum(greatest(gone - come, 0)), 0)::bigint,
             coalesce(sum(least(gone, come)), 0)::bigint
      from diff
      """;

  private final TableSchema schema;
  private final List<String> columns;
  private final List<ActiveFile> before;
  private final List<ActiveFile> after;

  private TableComparison(TableVersion from, TableVersion to) {
    // Of two schemas the later one: it has the columns of both.
    this.schema =
        from.schema().rows().getFields().size() > to.schema().rows().getFields().size()
            ? from.schema()
            : to.schema();
    this.columns =
        schema.rows().getFields().stream()
            .map(f -> f.name())
            .filter(name -> !name.startsWith("_"))
            .toList();
    this.before = without(from, to);
    this.after = without(to, from);
  }

  /**
   * Compares two versions of one table.
   *
   * @param memoryMegabytes what DuckDB may use at most
   * @param limit examples of each kind, at most
   */
  public static TableDiff of(TableVersion from, TableVersion to, int memoryMegabytes, int limit) {
    TableComparison comparison = new TableComparison(from, to);
    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckdb.createStatement()) {
      statement.execute("set memory_limit = '%dMB'".formatted(memoryMegabytes));
      statement.execute("set threads = 1");
      statement.execute("set TimeZone = 'UTC'");
      return comparison.run(statement, limit);
    } catch (SQLException e) {
      throw new WarehouseException(
          "cannot compare version %d of %s with %d: %s"
              .formatted(
                  from.snapshot().version(),
                  from.schema().tableName(),
                  to.snapshot().version(),
                  e.getMessage().lines().findFirst().orElse("")),
          e);
    }
  }

  private static List<ActiveFile> without(TableVersion of, TableVersion other) {
    Set<ActiveFile> common = new HashSet<>(other.snapshot().files());
    return of.snapshot().files().stream().filter(file -> !common.contains(file)).toList();
  }

  private TableDiff run(Statement duckdb, int limit) throws SQLException {
    String values = columns.stream().map(ParquetSql::quoted).collect(Collectors.joining(", "));
    String side = "create view %s as select %s::varchar k, hash(row(%s)) h, * from (%s)";
    String key = ParquetSql.quoted(schema.keyColumn());
    duckdb.execute(side.formatted("before", key, values, ParquetSql.rows(schema, before)));
    duckdb.execute(side.formatted("after", key, values, ParquetSql.rows(schema, after)));
    duckdb.execute(COUNTS);
    long[] totals = new long[Kind.values().length];
    try (ResultSet rows = duckdb.executeQuery(TOTALS)) {
      rows.next();
      for (int i = 0; i < totals.length; i++) {
        totals[i] = rows.getLong(i + 1);
      }
    }
    List<Example> examples = new ArrayList<>();
    examples.addAll(examples(duckdb, Kind.CHANGED, "gone > 0 and come > 0", limit));
    examples.addAll(examples(duckdb, Kind.ADDED, "gone = 0", limit));
    examples.addAll(examples(duckdb, Kind.REMOVED, "come = 0", limit));
    return new TableDiff(totals[0], totals[1], totals[2], examples);
  }

  private List<Example> examples(Statement duckdb, Kind kind, String which, int limit)
      throws SQLException {
    String keys = "select k from diff where %s order by k limit %d".formatted(which, limit);
    Map<String, Map<String, String>> olds =
        kind == Kind.ADDED ? Map.of() : rows(duckdb, kind, "before", "after", keys);
    Map<String, Map<String, String>> news =
        kind == Kind.REMOVED ? Map.of() : rows(duckdb, kind, "after", "before", keys);
    List<Example> examples = new ArrayList<>();
    for (String key : (kind == Kind.ADDED ? news : olds).keySet()) {
      Map<String, String> old = olds.getOrDefault(key, Map.of());
      Map<String, String> now = news.getOrDefault(key, Map.of());
      examples.add(new Example(kind, key, except(old, now), except(now, old)));
    }
    return examples;
  }

  /** By key the first row; of changed ones the first that the other side lacks. */
  private Map<String, Map<String, String>> rows(
      Statement duckdb, Kind kind, String side, String other, String keys) throws SQLException {
    String lacking =
        kind == Kind.CHANGED
            ? "and not exists (select 1 from %s o where o.k = s.k and o.h = s.h) ".formatted(other)
            : "";
    String values =
        columns.stream()
            .map(c -> "%s::varchar".formatted(ParquetSql.quoted(c)))
            .collect(Collectors.joining(", "));
    String sql =
        "select k, %s from %s s where k in (%s) %sorder by k, _topic_partition, _offset"
            .formatted(values, side, keys, lacking);
    Map<String, Map<String, String>> found = new TreeMap<>();
    try (ResultSet rows = duckdb.executeQuery(sql)) {
      while (rows.next()) {
        Map<String, String> row = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
          row.put(columns.get(i), rows.getString(i + 2));
        }
        found.putIfAbsent(rows.getString(1), row);
      }
    }
    return found;
  }

  private static Map<String, String> except(Map<String, String> row, Map<String, String> other) {
    Map<String, String> left = new LinkedHashMap<>();
    row.forEach(
        (column, value) -> {
          if (!other.containsKey(column) || !Objects.equals(other.get(column), value)) {
            left.put(column, value);
          }
        });
    return left;
  }
}
