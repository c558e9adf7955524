package dev.incidentlab.warehouse;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * SQL that a person typed, over relations as views by their names. Each query has a DuckDB of its
 * own in memory that may open their files and nothing else, and whose settings are locked; what may
 * be asked is in {@link ReadingStatement}. Safe for many threads; queries are answered one after
 * the other, so that memory is bounded.
 *
 * @param memoryMegabytes what DuckDB may use at most
 * @param limit how long a query may take
 */
public record ReadOnlySql(int memoryMegabytes, Duration limit) {
  /** Longest value that is shown; one value of a whole file would else fill the memory. */
  static final int LONGEST_VALUE = 2_000;

  /**
   * Runs a query.
   *
   * @param rows how many at most
   * @throws SqlRefusedException if it is not allowed, wrong, or took too much time or memory
   */
  public synchronized SqlResult run(String sql, Collection<Relation> tables, int rows) {
    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:")) {
      open(duckdb, tables);
      return ask(duckdb, ReadingStatement.of(duckdb, sql), rows);
    } catch (SQLException e) {
      throw new SqlRefusedException(explain(e, tables), e);
    }
  }

  private void open(Connection duckdb, Collection<Relation> tables) throws SQLException {
    List<Path> files = tables.stream().flatMap(t -> t.files().stream()).toList();
    List<String> setup =
        new ArrayList<>(
            List.of(
                "set memory_limit = '%dMB'".formatted(memoryMegabytes),
                "set threads = 1",
                "set TimeZone = 'UTC'",
                // What does not fit in memory is refused, not written to disk.
                "set temp_directory = ''",
                "set autoinstall_known_extensions = false",
                "set autoload_known_extensions = false",
                "set allowed_paths = " + ParquetSql.pathList(files)));
    tables.forEach(table -> setup.add(table.view("view")));
    setup.add("set enable_external_access = false");
    setup.add("set lock_configuration = true");
    try (Statement statement = duckdb.createStatement()) {
      for (String step : setup) {
        statement.execute(step);
      }
    }
  }

  private SqlResult ask(Connection duckdb, ReadingStatement reading, int limitRows)
      throws SQLException {
    try (Statement statement = duckdb.createStatement()) {
      CompletableFuture<Void> watch = cancelLater(statement);
      try (ResultSet rows = statement.executeQuery(bounded(reading, limitRows))) {
        return read(rows, limitRows);
      } finally {
        watch.cancel(false);
      }
    }
  }

  /** DuckDB cuts values and rows itself, before they come into this process's heap. */
  private static String bounded(ReadingStatement reading, int limitRows) {
    // The statement stands on lines of its own: it may end with a comment.
    return reading.explain().isEmpty()
        ? "select left(cast(columns(*) as varchar), %d) from (\n%s\n) limit %d"
            .formatted(LONGEST_VALUE, reading.query(), limitRows + 1L)
        : reading.explain() + "\n" + reading.query();
  }

  private CompletableFuture<Void> cancelLater(Statement statement) {
    Executor later = CompletableFuture.delayedExecutor(limit.toMillis(), TimeUnit.MILLISECONDS);
    return CompletableFuture.runAsync(
        () -> {
          try {
            statement.cancel();
          } catch (SQLException e) {
            // Closed in the meantime: the query had come to its end.
          }
        },
        later);
  }

  private static SqlResult read(ResultSet rows, int limitRows) throws SQLException {
    int width = rows.getMetaData().getColumnCount();
    List<String> columns = new ArrayList<>();
    for (int column = 1; column <= width; column++) {
      columns.add(rows.getMetaData().getColumnName(column));
    }
    List<List<String>> read = new ArrayList<>();
    boolean more = false;
    while (!more && rows.next()) {
      if (read.size() == limitRows) {
        more = true;
      } else {
        List<String> row = new ArrayList<>();
        for (int column = 1; column <= width; column++) {
          row.add(rows.getString(column));
        }
        read.add(row);
      }
    }
    return new SqlResult(columns, read, more);
  }

  private String explain(SQLException e, Collection<Relation> tables) {
    String message = firstParagraph(e.getMessage());
    if (message.contains("INTERRUPT")) {
      return "stopped after %s s; narrow it, for instance by event_date".formatted(seconds());
    }
    if (message.startsWith("Out of Memory")) {
      return "needs more than the %d MB that a query may use; narrow it or aggregate"
          .formatted(memoryMegabytes);
    }
    if (message.startsWith("Permission Error")) {
      return "only the tables %s can be read, no files and no network (%s)"
          .formatted(
              tables.stream().map(Relation::name).collect(Collectors.joining(", ")), message);
    }
    return message;
  }

  private String seconds() {
    return BigDecimal.valueOf(limit.toMillis(), 3).stripTrailingZeros().toPlainString();
  }

  /** DuckDB's message without the driver's words before and the drawing of the place after it. */
  private static String firstParagraph(String message) {
    int cause = message.indexOf("\nError: ");
    String own = cause < 0 ? message : message.substring(cause + "\nError: ".length());
    return own.lines()
        .takeWhile(line -> !line.isBlank() && !line.startsWith("LINE "))
        .map(String::strip)
        .collect(Collectors.joining(" "));
  }
}
