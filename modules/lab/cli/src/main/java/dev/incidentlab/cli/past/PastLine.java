package dev.incidentlab.cli.past;

import java.time.Duration;
import java.time.Instant;

/**
 * A line of a journal.
 *
 * @param number of the line in the file, from 1
 * @param attempt the run's attempt that it is of, from 1
 * @param wall when it was written
 * @param story the same in the story
 */
record PastLine(
    long number, int attempt, Instant wall, Instant story, String who, String kind, String text) {
  private static final String FAULT = "FAULT";

  /** Whether it tells of what was injected, which nobody saw while the drill went on. */
  boolean fault() {
    return kind.equals(FAULT);
  }

  /** Seconds of wall time since another line. */
  long wallSince(PastLine earlier) {
    return Duration.between(earlier.wall, wall).toSeconds();
  }
}
