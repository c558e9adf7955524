package dev.incidentlab.warehouse.gates;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;

/**
 * A quantile of a column is not below a value.
 *
 * @param name the column
 * @param quantile from 0 to 1
 * @param minRows with fewer, chance decides
 */
public record Quantile(String name, double quantile, double minValue, long minRows)
    implements Expectation {
  @Override
  public String expectation() {
    return "expect_column_quantile_values_to_be_between";
  }

  @Override
  public Optional<String> column() {
    return Optional.of(name);
  }

  @Override
  public String expected() {
    return String.format(
        Locale.ROOT, "quantile %s of %s is at least %,.0f", quantile, name, minValue);
  }

  @Override
  public String aggregate() {
    return "quantile_disc(%s, %s)".formatted(name, quantile);
  }

  @Override
  public Judged judge(SliceFacts slice, ResultSet row, int at) throws SQLException {
    if (slice.rows() < minRows) {
      return Judged.tooFew(slice.rows(), minRows);
    }
    double value = row.getDouble(at);
    return Judged.of(value >= minValue, String.format(Locale.ROOT, "it is %,.0f", value));
  }

  @Override
  public Optional<String> offending(String relation) {
    return Optional.of("%s < %s".formatted(name, minValue));
  }
}
