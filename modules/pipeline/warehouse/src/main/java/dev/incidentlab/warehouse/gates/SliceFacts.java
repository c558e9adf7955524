package dev.incidentlab.warehouse.gates;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalDouble;

/**
 * What every gate may know of a slice.
 *
 * @param rows how many it has
 * @param first event time of its oldest row; null if it has none
 * @param last event time of its newest row; null if it has none
 * @param before rows a minute of the slice before; empty if that has too few to say
 */
public record SliceFacts(long rows, Instant first, Instant last, OptionalDouble before) {
  /** Rows that span less than this have no rate to speak of. */
  private static final Duration SHORTEST = Duration.ofMinutes(5);

  private static final double MILLIS_A_MINUTE = 60_000;

  /** Rows a minute between its oldest and its newest; empty if they span too little. */
  public OptionalDouble perMinute() {
    return perMinute(rows, first, last);
  }

  static OptionalDouble perMinute(long rows, Instant first, Instant last) {
    if (rows == 0) {
      return OptionalDouble.empty();
    }
    Duration span = Duration.between(first, last);
    return span.compareTo(SHORTEST) < 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(rows / (span.toMillis() / MILLIS_A_MINUTE));
  }
}
