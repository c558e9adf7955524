package dev.incidentlab.warehouse.gates;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * No value of a column comes twice in a slice.
 *
 * @param name the column
 */
public record Unique(String name) implements Expectation {
  @Override
  public String expectation() {
    return "expect_column_values_to_be_unique";
  }

  @Override
  public Optional<String> column() {
    return Optional.of(name);
  }

  @Override
  public String expected() {
    return "every %s comes once".formatted(name);
  }

  @Override
  public String aggregate() {
    return "count(*) - count(distinct %s)".formatted(name);
  }

  @Override
  public Judged judge(SliceFacts slice, ResultSet row, int at) throws SQLException {
    long again = row.getLong(at);
    return Judged.of(again == 0, "%,d of %,d rows repeat another's".formatted(again, slice.rows()));
  }

  @Override
  public Optional<String> offending(String relation) {
    return Optional.of(
        "%s in (select %s from %s group by 1 having count(*) > 1)".formatted(name, name, relation));
  }
}
