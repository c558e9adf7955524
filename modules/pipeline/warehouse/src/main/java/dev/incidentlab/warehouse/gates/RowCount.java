package dev.incidentlab.warehouse.gates;

import java.sql.ResultSet;
import java.util.Locale;
import java.util.Optional;

/**
 * About as many rows a minute as in the slice before.
 *
 * @param minShare of the slice before
 * @param maxShare of the slice before
 */
public record RowCount(double minShare, double maxShare) implements Expectation {
  @Override
  public String expectation() {
    return "expect_table_row_count_to_be_between";
  }

  @Override
  public Optional<String> column() {
    return Optional.empty();
  }

  @Override
  public String expected() {
    return "rows a minute are %s to %s times those of the hour before"
        .formatted(minShare, maxShare);
  }

  @Override
  public String aggregate() {
    return "count(*)";
  }

  @Override
  public Judged judge(SliceFacts slice, ResultSet row, int at) {
    if (slice.perMinute().isEmpty() || slice.before().isEmpty()) {
      return new Judged(Optional.empty(), "no hour before it, or too short a time, to compare");
    }
    double now = slice.perMinute().getAsDouble();
    double before = slice.before().getAsDouble();
    double share = now / before;
    return Judged.of(
        share >= minShare && share <= maxShare,
        String.format(
            Locale.ROOT, "%,.0f rows a minute, %.2f times the %,.0f before", now, share, before));
  }

  @Override
  public Optional<String> offending(String relation) {
    return Optional.empty();
  }
}
