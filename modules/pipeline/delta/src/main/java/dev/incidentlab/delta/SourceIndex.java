package dev.incidentlab.delta;

/**
 * The staged rows of some buckets of one partition, one entry for each key: the row that wins among
 * those staged. Primitive arrays of the known number of rows, 48 bytes an entry, under an
 * open-addressing table of 4 bytes a slot, and no object each.
 */
final class SourceIndex {

  /** Slots per entry, at least: probe sequences stay short. */
  private static final double SLOTS_PER_ENTRY = 1.5;

  /** Entry number + 1; 0 is free. */
  private final int[] slots;

  private final long[] keyHigh;
  private final long[] keyLow;
  private final long[] offset;
  private final long[] content;
  private final int[] revision;
  private final int[] topicPartition;
  private final int[] file;
  private final int[] row;
  private int size;

  /**
   * @param rows number of rows that will be offered
   * @throws TableException if they are more than one index can number
   */
  SourceIndex(long rows) {
    int slotCount = 16;
    while (slotCount < rows * SLOTS_PER_ENTRY) {
      if (slotCount == 1 << 30) {
        throw new TableException(
            "upsert of %d rows of one event date: at most %d fit; replay a smaller range"
                .formatted(rows, (long) ((1 << 30) / SLOTS_PER_ENTRY)));
      }
      slotCount <<= 1;
    }
    slots = new int[slotCount];
    int capacity = (int) rows;
    keyHigh = new long[capacity];
    keyLow = new long[capacity];
    offset = new long[capacity];
    content = new long[capacity];
    revision = new int[capacity];
    topicPartition = new int[capacity];
    file = new int[capacity];
    row = new int[capacity];
  }

  int size() {
    return size;
  }

  int file(int entry) {
    return file[entry];
  }

  int row(int entry) {
    return row[entry];
  }

  long content(int entry) {
    return content[entry];
  }

  /** Offers a row; of rows of one key the winner stays, whatever order they come in. */
  void offer(int fileNumber, int rowNumber, RowDigest digest) {
    int slot = slot(digest);
    int entry = slots[slot] - 1;
    if (entry < 0) {
      entry = size++;
      slots[slot] = entry + 1;
      keyHigh[entry] = digest.keyHigh();
      keyLow[entry] = digest.keyLow();
    } else if (!isBeatenBy(entry, digest)) {
      return;
    }
    offset[entry] = digest.offset();
    content[entry] = digest.content();
    revision[entry] = digest.revision();
    topicPartition[entry] = digest.topicPartition();
    file[entry] = fileNumber;
    row[entry] = rowNumber;
  }

  /** The entry of the digest's key, or -1. */
  int find(RowDigest digest) {
    return slots[slot(digest)] - 1;
  }

  /** Whether the entry's row has strictly higher precedence than a row with these. */
  boolean precedes(int entry, int otherRevision, long otherOffset) {
    return comparePrecedence(revision[entry], offset[entry], otherRevision, otherOffset) > 0;
  }

  static int comparePrecedence(int revisionA, long offsetA, int revisionB, long offsetB) {
    return revisionA != revisionB
        ? Integer.compare(revisionA, revisionB)
        : Long.compare(offsetA, offsetB);
  }

  /** Beyond precedence, partition and values decide, so that the order of files never does. */
  private boolean isBeatenBy(int entry, RowDigest digest) {
    int order =
        comparePrecedence(digest.revision(), digest.offset(), revision[entry], offset[entry]);
    if (order == 0) {
      order = Integer.compare(digest.topicPartition(), topicPartition[entry]);
    }
    return order != 0 ? order > 0 : digest.content() > content[entry];
  }

  /** The slot that has the digest's key or, free, would take it. */
  private int slot(RowDigest digest) {
    int slot = (int) digest.keyHash() & (slots.length - 1);
    while (slots[slot] != 0) {
      int entry = slots[slot] - 1;
      if (keyHigh[entry] == digest.keyHigh() && keyLow[entry] == digest.keyLow()) {
        return slot;
      }
      slot = slot + 1 & (slots.length - 1);
    }
    return slot;
  }
}
