package dev.incidentlab.delta;

/**
 * The rows of one data file in 64 bits each: whether a row is among them, but for a chance of about
 * one in 10^13 for a file of a million rows. Filled by one thread, then read by any.
 */
final class KeyFingerprints {

  private static final double MOST_FILLED = 0.8;

  private final boolean values;
  private long[] slots;
  private int size;

  /**
   * @param rows about how many there will be
   * @param values whether rows are told apart by their values, too, and not by their keys alone
   */
  KeyFingerprints(long rows, boolean values) {
    this.values = values;
    int capacity = 16;
    while (capacity * MOST_FILLED < rows) {
      capacity = Math.multiplyExact(capacity, 2);
    }
    slots = new long[capacity];
  }

  void add(RowDigest row) {
    if (size >= slots.length * MOST_FILLED) {
      long[] all = slots;
      slots = new long[Math.multiplyExact(slots.length, 2)];
      size = 0;
      for (long fingerprint : all) {
        if (fingerprint != 0) {
          put(fingerprint);
        }
      }
    }
    put(fingerprint(row));
  }

  boolean has(RowDigest row) {
    long fingerprint = fingerprint(row);
    return slots[slot(fingerprint)] == fingerprint;
  }

  private void put(long fingerprint) {
    int slot = slot(fingerprint);
    if (slots[slot] == 0) {
      slots[slot] = fingerprint;
      size++;
    }
  }

  private int slot(long fingerprint) {
    int slot = (int) fingerprint & (slots.length - 1);
    while (slots[slot] != 0 && slots[slot] != fingerprint) {
      slot = slot + 1 & (slots.length - 1);
    }
    return slot;
  }

  private long fingerprint(RowDigest row) {
    long hash = row.keyHash();
    long fingerprint = values ? RowDigest.finish(hash + row.content()) : hash;
    return fingerprint == 0 ? 1 : fingerprint;
  }
}
