package dev.incidentlab.producer;

import java.time.Duration;
import java.time.Instant;

/**
 * One straight piece of the map from wall time to story time.
 *
 * @param storyAt story time at {@code wallAt}
 * @param pace story seconds per wall second
 */
record StoryClock(Instant storyAt, Instant wallAt, double pace) {
  private static final double NANOS = 1e9;

  StoryClock {
    if (!(pace > 0 && pace < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "pace is %s; it is the number of story seconds in a second, above 0".formatted(pace));
    }
  }

  /** The story's time at a moment of wall time. */
  Instant at(Instant wall) {
    Duration passed = Duration.between(wallAt, wall);
    double seconds = passed.getSeconds() + passed.getNano() / NANOS;
    return storyAt.plusNanos((long) (seconds * pace * NANOS));
  }
}
