package dev.incidentlab.delta;

import java.util.Arrays;
import java.util.BitSet;

/** The rows of one file of the table whose keys were staged: 20 bytes each. */
final class FileMatches {

  private int[] entry = new int[16];
  private int[] row = new int[16];
  private int[] revision = new int[16];
  private long[] offset = new long[16];
  private final BitSet sameValues = new BitSet();
  private int size;

  void add(int sourceEntry, int rowNumber, RowDigest digest, boolean same) {
    if (size == entry.length) {
      int capacity = Math.addExact(size, size >> 1);
      entry = Arrays.copyOf(entry, capacity);
      row = Arrays.copyOf(row, capacity);
      revision = Arrays.copyOf(revision, capacity);
      offset = Arrays.copyOf(offset, capacity);
    }
    entry[size] = sourceEntry;
    row[size] = rowNumber;
    revision[size] = digest.revision();
    offset[size] = digest.offset();
    sameValues.set(size, same);
    size++;
  }

  int size() {
    return size;
  }

  /** The staged row's entry in the source index. */
  int entry(int match) {
    return entry[match];
  }

  int row(int match) {
    return row[match];
  }

  int revision(int match) {
    return revision[match];
  }

  long offset(int match) {
    return offset[match];
  }

  /** Whether the row's values are those of the staged row. */
  boolean sameValues(int match) {
    return sameValues.get(match);
  }
}
