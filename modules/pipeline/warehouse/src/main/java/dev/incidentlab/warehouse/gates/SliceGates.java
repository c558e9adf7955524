package dev.incidentlab.warehouse.gates;

import dev.incidentlab.warehouse.gates.Expectation.Judged;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Asks all gates of a table about an hourly slice, in one scan.
 *
 * @param table the relation's name on the connection
 * @param timeColumn its event time
 */
public record SliceGates(String table, String timeColumn, List<Gate> gates) {
  private static final int EXAMPLES = 3;
  private static final int FACTS = 3;

  /** The gates' results, and how many rows the slice has. */
  public record Asked(SliceFacts facts, List<GateResult> results) {}

  /**
   * Asks.
   *
   * @param duckdb has the table as a relation, with the rows of the slice and of the hour before
   * @param version of the table, for the results
   * @param now story time, for the results
   */
  public Asked ask(Connection duckdb, Instant slice, Duration length, long version, Instant now)
      throws SQLException {
    String rows = rows(slice, slice.plus(length));
    OptionalDouble before = before(duckdb, slice.minus(length), slice);
    StringBuilder select =
        new StringBuilder(
            "select count(*), epoch_ms(min(%1$s)), epoch_ms(max(%1$s))".formatted(timeColumn));
    gates.forEach(gate -> select.append(", ").append(gate.expectation().aggregate()));
    try (Statement statement = duckdb.createStatement();
        ResultSet row = statement.executeQuery(select + " from " + rows)) {
      row.next();
      SliceFacts facts = facts(row, before);
      List<GateResult> results = new ArrayList<>();
      if (facts.rows() > 0) {
        for (int i = 0; i < gates.size(); i++) {
          Judged judged = gates.get(i).expectation().judge(facts, row, FACTS + 1 + i);
          results.add(result(duckdb, gates.get(i), judged, slice, rows, version, now));
        }
      }
      return new Asked(facts, results);
    }
  }

  private static SliceFacts facts(ResultSet row, OptionalDouble before) throws SQLException {
    long count = row.getLong(1);
    return count == 0
        ? new SliceFacts(0, null, null, before)
        : new SliceFacts(
            count,
            Instant.ofEpochMilli(row.getLong(2)),
            Instant.ofEpochMilli(row.getLong(3)),
            before);
  }

  private OptionalDouble before(Connection duckdb, Instant from, Instant to) throws SQLException {
    try (Statement statement = duckdb.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select count(*), epoch_ms(min(%1$s)), epoch_ms(max(%1$s)) from %2$s"
                    .formatted(timeColumn, rows(from, to)))) {
      row.next();
      return facts(row, OptionalDouble.empty()).perMinute();
    }
  }

  private GateResult result(
      Connection duckdb,
      Gate gate,
      Judged judged,
      Instant slice,
      String rows,
      long version,
      Instant now)
      throws SQLException {
    Outcome outcome =
        judged.met().isEmpty()
            ? Outcome.INCONCLUSIVE
            : judged.met().get()
                ? Outcome.PASS
                : gate.severity() == Severity.WARN ? Outcome.WARN : Outcome.FAIL;
    boolean unmet = outcome == Outcome.WARN || outcome == Outcome.FAIL;
    return new GateResult(
        gate.name(),
        gate.expectation().expectation(),
        gate.severity(),
        slice,
        version,
        now,
        outcome,
        gate.expectation().expected(),
        judged.observed(),
        unmet ? examples(duckdb, gate, rows) : List.of());
  }

  private static List<Map<String, String>> examples(Connection duckdb, Gate gate, String rows)
      throws SQLException {
    Optional<String> offending = gate.expectation().offending(rows);
    List<Map<String, String>> examples = new ArrayList<>();
    if (offending.isEmpty()) {
      return examples;
    }
    try (Statement statement = duckdb.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select * from %s where %s limit %d".formatted(rows, offending.get(), EXAMPLES))) {
      while (row.next()) {
        Map<String, String> values = new LinkedHashMap<>();
        for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
          values.put(row.getMetaData().getColumnName(column), row.getString(column));
        }
        examples.add(values);
      }
    }
    return examples;
  }

  private String rows(Instant from, Instant to) {
    return "(from %s where %s >= timestamptz '%s' and %s < timestamptz '%s')"
        .formatted(table, timeColumn, from, timeColumn, to);
  }
}
