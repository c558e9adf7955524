package dev.incidentlab.delta;

import java.time.Instant;

/**
 * What a file's statistics say of its rows. Keys are ordered by code point, as UTF-8 bytes are.
 *
 * @param minEventTime earliest event time, to the microsecond
 * @param maxEventTime latest event time, to the microsecond
 * @param minKey no key is below; a long key may be cut
 * @param maxKey no key is above; a long key may be cut and then ends with U+10FFFF
 */
public record FileBounds(Instant minEventTime, Instant maxEventTime, String minKey, String maxKey) {

  boolean keysOverlap(FileBounds other) {
    return FileStats.compare(minKey, other.maxKey) <= 0
        && FileStats.compare(other.minKey, maxKey) <= 0;
  }

  /** The bounds of both files' rows together. */
  FileBounds and(FileBounds other) {
    return new FileBounds(
        minEventTime.isBefore(other.minEventTime) ? minEventTime : other.minEventTime,
        maxEventTime.isAfter(other.maxEventTime) ? maxEventTime : other.maxEventTime,
        FileStats.compare(minKey, other.minKey) <= 0 ? minKey : other.minKey,
        FileStats.compare(maxKey, other.maxKey) >= 0 ? maxKey : other.maxKey);
  }
}
