package dev.incidentlab.producer;

import java.time.Instant;

/**
 * How far a run has come.
 *
 * @param seed of all events
 * @param rate mean ad events per story second
 * @param start story instant of the first event, a whole second
 * @param publishedThrough all events before this whole second are published and in the ledger
 * @param rollout in force from {@code publishedThrough} on
 */
record Progress(long seed, double rate, Instant start, Instant publishedThrough, Rollout rollout) {
  Progress {
    requireWholeSecond("start", start);
    requireWholeSecond("publishedThrough", publishedThrough);
  }

  static Progress atStart(long seed, double rate, Instant start) {
    return new Progress(seed, rate, start, start, Rollout.NONE);
  }

  /** Events are made up a second at a time, so only whole seconds can be aimed at. */
  static void requireWholeSecond(String name, Instant instant) {
    if (instant.getNano() != 0) {
      throw new IllegalArgumentException(
          "%s is %s; events come by whole seconds, use for instance %s"
              .formatted(name, instant, Instant.ofEpochSecond(instant.getEpochSecond())));
    }
  }

  Progress through(Instant instant) {
    return new Progress(seed, rate, start, instant, rollout);
  }

  Progress with(Rollout next) {
    return new Progress(seed, rate, start, publishedThrough, next);
  }

  /** Whether both are about the same events. */
  boolean sameRun(Progress other) {
    return seed == other.seed && rate == other.rate && start.equals(other.start);
  }

  String run() {
    return "--seed %d --rate %s --start %s".formatted(seed, rate, start);
  }
}
