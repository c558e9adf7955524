package dev.incidentlab.producer;

/** A choice among values that are listed as often, in percent, as they are to be drawn. */
final class Weighted<T> {
  private static final int PERCENT = 100;

  private final Object[] byPercent = new Object[PERCENT];
  private int filled;

  /** Adds a value, which may be null, that is to be drawn in {@code percent} of the cases. */
  Weighted<T> with(int percent, T value) {
    for (int i = 0; i < percent; i++) {
      byPercent[filled++] = value;
    }
    return this;
  }

  /** One of the values. */
  T pick(SeededBits bits) {
    @SuppressWarnings("unchecked") // only `with` writes into the array
    T value = (T) byPercent[bits.below(PERCENT)];
    return value;
  }
}
