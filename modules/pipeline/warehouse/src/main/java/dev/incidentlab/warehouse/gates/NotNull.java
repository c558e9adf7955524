package dev.incidentlab.warehouse.gates;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;

/**
 * A column has a value in most rows.
 *
 * @param name the column
 * @param mostly share of rows that must have a value
 * @param minRows with fewer, chance decides
 */
public record NotNull(String name, double mostly, long minRows) implements Expectation {
  private static final double PERCENT = 100;

  @Override
  public String expectation() {
    return "expect_column_values_to_not_be_null";
  }

  @Override
  public Optional<String> column() {
    return Optional.of(name);
  }

  @Override
  public String expected() {
    return String.format(
        Locale.ROOT, "at most %.1f %% of %s are null", PERCENT * (1 - mostly), name);
  }

  @Override
  public String aggregate() {
    return "count(*) filter (%s is null)".formatted(name);
  }

  @Override
  public Judged judge(SliceFacts slice, ResultSet row, int at) throws SQLException {
    if (slice.rows() < minRows) {
      return Judged.tooFew(slice.rows(), minRows);
    }
    long nulls = row.getLong(at);
    double share = nulls / (double) slice.rows();
    return Judged.of(
        1 - share >= mostly,
        String.format(
            Locale.ROOT, "%.1f %% (%,d of %,d rows)", PERCENT * share, nulls, slice.rows()));
  }

  @Override
  public Optional<String> offending(String relation) {
    return Optional.of(name + " is null");
  }
}
