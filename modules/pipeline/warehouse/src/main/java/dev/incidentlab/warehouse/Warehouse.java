package dev.incidentlab.warehouse;

import dev.incidentlab.delta.ActiveFile;
import dev.incidentlab.delta.DeltaTable;
import dev.incidentlab.delta.TableSchema;
import dev.incidentlab.delta.TableSnapshot;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;
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
        // What does not fit in memory would else go to a folder beside whatever runs this.
        s.execute(
            "set global temp_directory = "
                + ParquetSql.text(
                    Path.of(System.getProperty("java.io.tmpdir"), "incident-lab-duckdb")
                        .toString()));
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
            List.of(new TableVersion(table.schema(), snapshot).relation()),
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
   * Files are read only where they reach beyond the window, or their statistics do not tell.
   */
  public NullRatio nullRatio(DeltaTable table, String column, Instant until, Duration window) {
    TableVersion version = TableVersion.newest(table);
    Instant from = until.minus(window);
    long rows = 0;
    long nulls = 0;
    List<ActiveFile> unclear = new ArrayList<>();
    for (ActiveFile file : version.files(from, until)) {
      if (file.nullCounts().containsKey(column) && isWithin(file, from, until)) {
        rows += file.rows();
        nulls += file.nullCounts().get(column);
      } else {
        unclear.add(file);
      }
    }
    NullRatio read = readNullRatio(version, unclear, column, from, until);
    return new NullRatio(column, rows + read.rows(), nulls + read.nulls());
  }

  private static boolean isWithin(ActiveFile file, Instant from, Instant until) {
    return file.bounds()
        .map(b -> !b.minEventTime().isBefore(from) && b.maxEventTime().isBefore(until))
        .orElse(false);
  }

  private static String within(String time, Instant from, Instant until) {
    return "%s >= %s and %s < %s".formatted(time, timestamp(from), time, timestamp(until));
  }

  private NullRatio readNullRatio(
      TableVersion version, List<ActiveFile> files, String column, Instant from, Instant until) {
    if (files.isEmpty()) {
      return new NullRatio(column, 0, 0);
    }
    String sql =
        "select count(*), count(*) filter (%s is null) from %s where %s"
            .formatted(
                column,
                version.schema().tableName(),
                within(version.schema().eventTimeColumn(), from, until));
    return ask(
        List.of(version.relation(files)),
        sql,
        rows -> {
          rows.next();
          return new NullRatio(column, rows.getLong(1), rows.getLong(2));
        });
  }

  /**
   * The tiles of the dashboard at a story instant, newest first; none if its 15-minute rule holds
   * the numbers back.
   *
   * @param slices of {@code exec_dashboard}, as they were published
   */
  public List<DashboardTile> execDashboard(Relation slices, Instant storyNow) {
    Instant from = storyNow.truncatedTo(ChronoUnit.HOURS).minus(DASHBOARD_PAST);
    String sql =
        resource("/dashboards/exec_dashboard.sql")
            .replace("$now", "'" + storyNow + "'")
            .replace("$from", "'" + from + "'");
    return ask(
        List.of(slices),
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

  /**
   * Rows in excess of one for each key, among those with an event time of the last {@code window}
   * before {@code until}. Rows of one key with event times on both sides of its beginning are not
   * seen.
   */
  public long duplicates(DeltaTable table, Instant until, Duration window) {
    return (long)
        figure(
            table,
            until.minus(window),
            until,
            (rows, key) -> "select count(*) - count(distinct %s) from %s".formatted(key, rows));
  }

  /**
   * What ad events with an event time of {@code [from, until)} have spent, in currency units, with
   * one row of each event id.
   */
  public double spendOfEvents(DeltaTable table, Instant from, Instant until) {
    return figure(
        table,
        from,
        until,
        (rows, key) ->
            "select sum(spend) / 1e6 from (select any_value(spend_micros) as spend from %s group by %s)"
                .formatted(rows, key));
  }

  /**
   * A figure of the rows with an event time of {@code [from, until)}; 0 if no file has such rows.
   *
   * @param query makes SQL of what stands for these rows and of their key
   */
  private double figure(
      DeltaTable table, Instant from, Instant until, BinaryOperator<String> query) {
    TableVersion version = TableVersion.newest(table);
    List<ActiveFile> files = version.files(from, until);
    if (files.isEmpty()) {
      return 0;
    }
    TableSchema schema = version.schema();
    String rows =
        "(select * from %s where %s)"
            .formatted(schema.tableName(), within(schema.eventTimeColumn(), from, until));
    return ask(
        List.of(version.relation(files)),
        query.apply(rows, schema.keyColumn()),
        answer -> {
          answer.next();
          return answer.getDouble(1);
        });
  }

  /** How many rows of the table came from offsets {@code [from, to)} of a topic partition. */
  public long rowsFrom(DeltaTable table, int partition, long from, long to) {
    TableVersion version = TableVersion.newest(table);
    if (version.snapshot().files().isEmpty()) {
      return 0;
    }
    String sql =
        "select count(*) from %s where _topic_partition = %d and _offset >= %d and _offset < %d"
            .formatted(table.schema().tableName(), partition, from, to);
    return ask(
        List.of(version.relation()),
        sql,
        rows -> {
          rows.next();
          return rows.getLong(1);
        });
  }

  /**
   * A connection of one's own, on which relations go by their names. Close it.
   *
   * @throws WarehouseException if a relation cannot be read
   */
  public Connection open(Collection<Relation> relations) {
    try {
      Connection connection = duckdb.duplicate();
      try (Statement statement = connection.createStatement()) {
        for (Relation relation : relations) {
          statement.execute(relation.view("or replace temp view"));
        }
        return connection;
      } catch (SQLException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException e) {
      throw new WarehouseException(
          "cannot read %s: %s"
              .formatted(relations.stream().map(Relation::name).toList(), e.getMessage()),
          e);
    }
  }

  private <T> T ask(Collection<Relation> relations, String sql, Reading<T> reading) {
    try (Connection connection = open(relations);
        PreparedStatement query = connection.prepareStatement(sql);
        ResultSet rows = query.executeQuery()) {
      return reading.from(rows);
    } catch (SQLException e) {
      throw new WarehouseException(
          "cannot query %s: %s"
              .formatted(relations.stream().map(Relation::name).toList(), e.getMessage()),
          e);
    }
  }

  private static String timestamp(Instant instant) {
    return "timestamptz '" + instant + "'";
  }

  private static Instant ofMicros(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * 1_000);
  }

  private static String resource(String name) {
    try (InputStream in = Warehouse.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the build lacks " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + name, e);
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
