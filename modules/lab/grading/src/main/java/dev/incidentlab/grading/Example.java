package dev.incidentlab.grading;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/**
 * An event that shows a failure.
 *
 * @param id the event id, or what a row has in its place
 * @param partition of the topic; where the ledger knows the event, from the ledger
 * @param eventTsMicros microseconds since 1970; {@link Long#MIN_VALUE} if not known
 * @param values the row's values in the order of the columns compared; empty if they do not matter
 */
record Example(String id, int partition, long offset, long eventTsMicros, List<Object> values) {
  static final Comparator<Example> BY_POSITION =
      Comparator.comparingInt(Example::partition)
          .thenComparingLong(Example::offset)
          .thenComparing(Example::id);

  static Example of(long idHigh, long idLow, int partition, long offset, long eventTsMicros) {
    return new Example(
        new UUID(idHigh, idLow).toString(), partition, offset, eventTsMicros, List.of());
  }

  /** Who, where and when; the first words of a line about it. */
  String place(String topic) {
    return "%s, %s partition %d offset %d, event time %s"
        .formatted(id, topic, partition, offset, eventTime());
  }

  private String eventTime() {
    return eventTsMicros == Long.MIN_VALUE
        ? "unknown"
        : Instant.EPOCH.plus(eventTsMicros, ChronoUnit.MICROS).toString();
  }
}
