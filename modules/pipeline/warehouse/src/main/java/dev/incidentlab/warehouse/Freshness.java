package dev.incidentlab.warehouse;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How old a table's data is, by both clocks: a replay makes the commit fresh while the events lag.
 *
 * @param newestEvent the newest event time in the table; empty if the table is
 * @param committedAt wall time of the newest commit
 */
public record Freshness(Optional<Instant> newestEvent, Instant committedAt) {

  /** Age of the newest event at a story instant; empty if there is none. Never negative. */
  public Optional<Duration> eventAge(Instant storyNow) {
    return newestEvent.map(
        newest -> newest.isAfter(storyNow) ? Duration.ZERO : Duration.between(newest, storyNow));
  }
}
