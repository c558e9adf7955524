package dev.incidentlab.producer;

import java.time.Instant;
import java.util.Map;

/**
 * What the producer has done so far.
 *
 * @param publishedThrough all events before this story instant are published and acknowledged
 * @param published records by topic, poison included
 * @param endOffsets by topic and partition: one above the last record in the ledger
 * @param error why publishing stopped; null while all is well
 */
record Status(
    Mode mode,
    Instant publishedThrough,
    Map<String, Long> published,
    Map<String, Map<Integer, Long>> endOffsets,
    Rollout rollout,
    String error) {

  /** What decides when the next second is published. */
  enum Mode {
    /** Commands only; the story clock has not run yet. */
    HELD,
    /** The story clock. */
    LIVE,
    /** Commands only, after the story clock was stopped. */
    PAUSED
  }

  Status {
    published = Map.copyOf(published);
    endOffsets = Map.copyOf(endOffsets);
  }
}
