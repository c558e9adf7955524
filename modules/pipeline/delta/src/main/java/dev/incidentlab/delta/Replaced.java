package dev.incidentlab.delta;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/**
 * What a request of {@link UpsertRequest.Mode#REPLACE} replaces.
 *
 * <p>A decoder that lags behind says of a row that it is from a later position than its record's.
 * So a row at a replaced offset may be of a record before the range, which is right and would be
 * lost. No event is later than its record: a row whose event is not from before {@code since} has
 * its record in the range, if it has one at all.
 *
 * @param offsets by topic partition the offsets that the staged rows are all that was made of
 * @param since event time in microseconds since 1970, after that of every record before the
 *     offsets, in whatever partition; {@link Long#MIN_VALUE} if there is no such record
 */
public record Replaced(Map<Integer, OffsetRange> offsets, long since) {

  /** Nothing. */
  public static final Replaced NOTHING = new Replaced(Map.of(), Long.MIN_VALUE);

  public Replaced {
    offsets = Map.copyOf(offsets);
  }

  /**
   * What a request of a mode replaces whose rows are from these offsets.
   *
   * @param since empty if no record is before the offsets
   */
  public static Replaced by(
      UpsertRequest.Mode mode, Map<Integer, OffsetRange> offsets, Optional<Instant> since) {
    return mode == UpsertRequest.Mode.REPLACE
        ? new Replaced(
            offsets,
            since.map(at -> ChronoUnit.MICROS.between(Instant.EPOCH, at)).orElse(Long.MIN_VALUE))
        : NOTHING;
  }
}
