package dev.incidentlab.delta;

import java.io.Serializable;

/**
 * Log offsets from {@code from} up to but not including {@code to}.
 *
 * @param from first offset, 0 or above
 * @param to the offset after the last one, {@code from} or above
 */
public record OffsetRange(long from, long to) implements Serializable {

  public OffsetRange {
    if (from < 0 || to < from) {
      throw new IllegalArgumentException(
          "offset range [%d, %d): needs 0 <= from <= to".formatted(from, to));
    }
  }

  /** Whether every offset of {@code other} is in this range. */
  public boolean contains(OffsetRange other) {
    return from <= other.from && other.to <= to;
  }

  boolean contains(long offset) {
    return from <= offset && offset < to;
  }

  @Override
  public String toString() {
    return "[" + from + ", " + to + ")";
  }
}
