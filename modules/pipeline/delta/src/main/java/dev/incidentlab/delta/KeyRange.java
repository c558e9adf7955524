package dev.incidentlab.delta;

/**
 * A range that keys lie in, ordered by code point.
 *
 * @param min no key is below
 * @param max no key is above
 */
record KeyRange(String min, String max) {

  static KeyRange of(FileBounds bounds) {
    return new KeyRange(bounds.minKey(), bounds.maxKey());
  }

  boolean overlaps(KeyRange other) {
    return FileStats.compare(min, other.max) <= 0 && FileStats.compare(other.min, max) <= 0;
  }

  /** The range of both. */
  KeyRange and(KeyRange other) {
    return new KeyRange(
        FileStats.compare(min, other.min) <= 0 ? min : other.min,
        FileStats.compare(max, other.max) >= 0 ? max : other.max);
  }
}
