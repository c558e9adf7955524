package dev.incidentlab.warehouse;

import dev.incidentlab.delta.ActiveFile;
import dev.incidentlab.delta.DeltaTable;
import dev.incidentlab.delta.TableSnapshot;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.duckdb.DuckDBConnection;

/**
 * SQL over the latest snapshot of Delta tables. Each question is asked of one snapshot: the files
 * that the log names, read by DuckDB. Safe for many threads.
 */
public final class Warehouse implements AutoCloseable {
  private static final long MICROS = 1_000_000L;

  /** The dashboard shows the hour that runs, and so much before it. */
  private static final Duration DASHBOARD_PAST = Duration.ofHours(2);

  private final DuckDBConnection duckdb;

  private interface Reading<T> {
    T from(ResultSet rows) throws SQLException;
  }

  /**
   * Opens DuckDB in memory.
   *
   * @param memoryMegabytes what DuckDB may use at most
   */
  public Warehouse(int memoryMegabytes) {
    try {
      duckdb = DriverManager.getConnection("jdbc:duckdb:").unwrap(DuckDBConnection.class);
      try (Statement s = duckdb.createStatement()) {
        s.execute("set global memory_limit = '%dMB'".formatted(memoryMegabytes));
        s.execute("set global TimeZone = 'UTC'");
      }
    } catch (SQLException e) {
      throw new WarehouseException("cannot open DuckDB: " + e.getMessage(), e);
    }
  }

  /** How old the table's data is. */
  public Freshness freshness(DeltaTable table) {
    TableSnapshot snapshot = table.snapshot();
    if (snapshot.files().stream().allMatch(file -> file.bounds().isPresent())) {
      return new Freshness(snapshot.maxEventTime(), snapshot.committedAt());
    }
    Optional<Instant> newest =
        ask(
            table,
            snapshot.files(),
            "select epoch_us(max(%s)) from %s"
                .formatted(table.schema().eventTimeColumn(), table.schema().tableName()),
            rows -> {
              rows.next();
              long micros = rows.getLong(1);
              return rows.wasNull() ? Optional.<Instant>empty() : Optional.of(ofMicros(micros));
            });
    return new Freshness(newest, snapshot.committedAt());
  }

  /**
   * Share of nulls in a column, over the last {@code window} of event time before {@code until}.
   */
  public NullRatio nullRatio(DeltaTable table, String column, Instant until, Duration window) {
    TableSnapshot snapshot = table.snapshot();
    Instant from = until.minus(window);
    List<ActiveFile> files =
        snapshot.files().stream().filter(file -> mayHold(file, from, until)).toList();
    if (files.isEmpty()) {
      return new NullRatio(column, 0, 0);
    }
    String time = table.schema().eventTimeColumn();
    String sql =
        "select count(*), count(*) filter (%s is null) from %s where %s >= %s and %s < %s"
            .formatted(
                column, table.schema().tableName(), time, timestamp(from), time, timestamp(until));
    return ask(
        table,
        files,
        sql,
        rows -> {
          rows.next();
          return new NullRatio(column, rows.getLong(1), rows.getLong(2));
        });
  }

  /**
   * The tiles of {@code exec_dashboard} at a story instant, newest first; none if the model's
   * 15-minute rule holds the numbers back.
   */
  public List<DashboardTile> execDashboard(DeltaTable table, Instant storyNow) {
    TableSnapshot snapshot = table.snapshot();
    Instant from = storyNow.truncatedTo(ChronoUnit.HOURS).minus(DASHBOARD_PAST);
    List<ActiveFile> files =
        snapshot.files().stream().filter(file -> mayHold(file, from, Instant.MAX)).toList();
    if (files.isEmpty()) {
      return List.of();
    }
    String sql =
        model("exec_dashboard")
            .replace("$now", "'" + storyNow + "'")
            .replace("$from", "'" + from + "'");
    return ask(
        table,
        files,
        sql,
        rows -> {
          List<DashboardTile> tiles = new ArrayList<>();
          while (rows.next()) {
            tiles.add(
                new DashboardTile(
                    rows.getString("hour"),
                    rows.getLong("impressions"),
                    rows.getLong("clicks"),
                    rows.getLong("conversions"),
                    rows.getDouble("spend")));
          }
          return tiles;
        });
  }

  /** How many rows of the table came from offsets {@code [from, to)} of a topic partition. */
  public long rowsFrom(DeltaTable table, int partition, long from, long to) {
    TableSnapshot snapshot = table.snapshot();
    if (snapshot.files().isEmpty()) {
      return 0;
    }
    String sql =
        "select count(*) from %s where _topic_partition = %d and _offset >= %d and _offset < %d"
            .formatted(table.schema().tableName(), partition, from, to);
    return ask(
        table,
        snapshot.files(),
        sql,
        rows -> {
          rows.next();
          return rows.getLong(1);
        });
  }

  /** Each question has a connection of its own, so that they run side by side. */
  private <T> T ask(DeltaTable table, List<ActiveFile> files, String sql, Reading<T> reading) {
    String view =
        "create or replace temp view %s as select * from read_parquet(%s, union_by_name = true)"
            .formatted(table.schema().tableName(), ParquetSql.paths(files));
    try (Connection connection = duckdb.duplicate();
        Statement statement = connection.createStatement()) {
      statement.execute(view);
      try (PreparedStatement query = connection.prepareStatement(sql);
          ResultSet rows = query.executeQuery()) {
        return reading.from(rows);
      }
    } catch (SQLException e) {
      throw new WarehouseException(
          "cannot query %s in %s: %s"
              .formatted(table.schema().tableName(), table.directory(), e.getMessage()),
          e);
    }
  }

  /** Whether a file may have rows with an event time from one instant to before another. */
  private static boolean mayHold(ActiveFile file, Instant from, Instant to) {
    return file.bounds()
        .map(b -> b.minEventTime().isBefore(to) && !b.maxEventTime().isBefore(from))
        .orElse(true);
  }

  private static String timestamp(Instant instant) {
    return "timestamptz '" + instant + "'";
  }

  private static Instant ofMicros(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * 1_000);
  }

  private static String model(String name) {
    String resource = "/models/" + name + ".sql";
    try (InputStream in = Warehouse.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalArgumentException("no model is called " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + resource, e);
    }
  }

  @Override
  public void close() {
    try {
      duckdb.close();
    } catch (SQLException e) {
      throw new WarehouseException("cannot close DuckDB: " + e.getMessage(), e);
    }
  }
}
