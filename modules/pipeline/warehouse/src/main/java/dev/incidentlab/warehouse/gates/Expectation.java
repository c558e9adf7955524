package dev.incidentlab.warehouse.gates;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** What a slice's rows should be like. */
public interface Expectation {
  /** As Great Expectations calls it. */
  String expectation();

  /** The column that it is about; empty if it is about whole rows. */
  Optional<String> column();

  /** What should hold, in words. */
  String expected();

  /** An SQL aggregate over the slice's rows, which {@link #judge} is given. */
  String aggregate();

  /**
   * Compares.
   *
   * @param row holds the aggregate
   * @param at the aggregate's column in it
   */
  Judged judge(SliceFacts slice, ResultSet row, int at) throws SQLException;

  /**
   * An SQL condition that holds for rows which do not meet the expectation; empty if it is not a
   * matter of single rows.
   *
   * @param relation what holds the slice's rows
   */
  Optional<String> offending(String relation);

  /**
   * Whether it is met.
   *
   * @param met empty if there are too few rows to say
   * @param observed in words with numbers
   */
  record Judged(Optional<Boolean> met, String observed) {
    static Judged of(boolean met, String observed) {
      return new Judged(Optional.of(met), observed);
    }

    static Judged tooFew(long rows, long needed) {
      return new Judged(Optional.empty(), "%,d rows; it takes %,d to say".formatted(rows, needed));
    }
  }
}
