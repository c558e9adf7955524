package dev.incidentlab.grading;

import dev.incidentlab.producer.ledger.LedgerCursor;
import dev.incidentlab.producer.ledger.LedgerKind;
import dev.incidentlab.producer.ledger.LedgerReader;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What the ledger says was published to one topic below a cut, with a mark on each record for what
 * was found of it. Records are numbered in partition and offset order; events are found by id
 * through open addressing with linear probing (Knuth, <i>TAOCP</i> vol. 3, section 6.4). Takes
 * about 40 bytes a record. Not safe for use by several threads at once.
 */
final class EventIndex {
  static final int NONE = -1;

  private static final int LEDGER_VERSIONS = 2;

  private static final byte POISON = 1;
  private static final byte IN_TABLE = 2;
  private static final byte LETTER = 4;

  private final int[] partitions;
  private final long[] ends;

  /** The number of each partition's first record, and after them the number of records. */
  private final int[] starts;

  private final long[] offsets;
  private final long[] idHigh;
  private final long[] idLow;
  private final long[] rowHash;
  private final byte[] marks;

  /** Record number + 1; 0 is free. */
  private final int[] slots;

  private int events;

  private EventIndex(int[] partitions, long[] ends, int capacity) {
    this.partitions = partitions;
    this.ends = ends;
    this.starts = new int[partitions.length + 1];
    this.offsets = new long[capacity];
    this.idHigh = new long[capacity];
    this.idLow = new long[capacity];
    this.rowHash = new long[capacity];
    this.marks = new byte[capacity];
    // At most two thirds full, so that a probe is short.
    this.slots = new int[Integer.highestOneBit(Math.max(1, capacity + capacity / 2)) << 1];
  }

  /**
   * Reads the ledgers of one topic.
   *
   * @param cut by partition: records from this offset on are left out
   * @param version of the contract: rows are expected as its readers see them
   */
  static EventIndex load(List<LedgerReader> ledgers, Map<Integer, Long> cut, int version)
      throws IOException {
    if (version < 1 || version > LEDGER_VERSIONS) {
      throw new IllegalArgumentException(
          "version %d of a contract: the ledger has rows of versions 1 to %d; extend it"
              .formatted(version, LEDGER_VERSIONS));
    }
    long capacity = 0;
    for (LedgerReader ledger : ledgers) {
      capacity += ledger.count();
    }
    int[] partitions = ledgers.stream().mapToInt(l -> l.header().partition()).toArray();
    long[] ends = Arrays.stream(partitions).mapToLong(cut::get).toArray();
    EventIndex index = new EventIndex(partitions, ends, Math.toIntExact(capacity));
    int record = 0;
    for (int i = 0; i < partitions.length; i++) {
      LedgerCursor cursor = ledgers.get(i).cursor();
      while (record < capacity && cursor.advance() && cursor.offset() < ends[i]) {
        index.put(record, cursor, version == 1 ? cursor.rowHash() : cursor.rowHashV2());
        record++;
      }
      index.starts[i + 1] = record;
    }
    return index;
  }

  /** Records below the cut, poison included. */
  int size() {
    return starts[partitions.length];
  }

  int events() {
    return events;
  }

  /** Whether the position is one that the cut includes, whether or not anything is there. */
  boolean isBelowCut(int partition, long offset) {
    int i = Arrays.binarySearch(partitions, partition);
    return i >= 0 && offset >= 0 && offset < ends[i];
  }

  boolean hasPartition(int partition) {
    return Arrays.binarySearch(partitions, partition) >= 0;
  }

  /** The record at a position, or {@link #NONE}. */
  int at(int partition, long offset) {
    int i = Arrays.binarySearch(partitions, partition);
    if (i < 0) {
      return NONE;
    }
    int found = Arrays.binarySearch(offsets, starts[i], starts[i + 1], offset);
    return found < 0 ? NONE : found;
  }

  /** The first record that published the event, or {@link #NONE}. */
  int find(long high, long low) {
    return probe(high, low, (byte) 0);
  }

  /** A record that published the event and of which nothing was found yet, or {@link #NONE}. */
  int findUnclaimed(long high, long low) {
    return probe(high, low, (byte) (IN_TABLE | LETTER));
  }

  /** Whether the event was published with these values. */
  boolean publishedAs(long high, long low, long hash) {
    int mask = slots.length - 1;
    for (int slot = slot(high, low); slots[slot] != 0; slot = (slot + 1) & mask) {
      int record = slots[slot] - 1;
      if (idHigh[record] == high && idLow[record] == low && rowHash[record] == hash) {
        return true;
      }
    }
    return false;
  }

  boolean isPoison(int record) {
    return (marks[record] & POISON) != 0;
  }

  boolean isInTable(int record) {
    return (marks[record] & IN_TABLE) != 0;
  }

  boolean isLetter(int record) {
    return (marks[record] & LETTER) != 0;
  }

  void markInTable(int record) {
    marks[record] |= IN_TABLE;
  }

  void markLetter(int record) {
    marks[record] |= LETTER;
  }

  void clearRows() {
    clear(IN_TABLE);
  }

  void clearLetters() {
    clear(LETTER);
  }

  /** The place of a record's partition among the partitions. */
  int partitionIndex(int record) {
    int i = 0;
    while (record >= starts[i + 1]) {
      i++;
    }
    return i;
  }

  int partitionCount() {
    return partitions.length;
  }

  int partition(int partitionIndex) {
    return partitions[partitionIndex];
  }

  int firstOf(int partitionIndex) {
    return starts[partitionIndex];
  }

  int endOf(int partitionIndex) {
    return starts[partitionIndex + 1];
  }

  long offset(int record) {
    return offsets[record];
  }

  long idHigh(int record) {
    return idHigh[record];
  }

  long idLow(int record) {
    return idLow[record];
  }

  private void put(int record, LedgerCursor cursor, long hash) {
    offsets[record] = cursor.offset();
    if (cursor.kind() != LedgerKind.EVENT) {
      marks[record] = POISON;
      return;
    }
    idHigh[record] = cursor.idHigh();
    idLow[record] = cursor.idLow();
    rowHash[record] = hash;
    int slot = slot(idHigh[record], idLow[record]);
    while (slots[slot] != 0) {
      slot = (slot + 1) & (slots.length - 1);
    }
    slots[slot] = record + 1;
    events++;
  }

  private int probe(long high, long low, byte without) {
    int mask = slots.length - 1;
    for (int slot = slot(high, low); slots[slot] != 0; slot = (slot + 1) & mask) {
      int record = slots[slot] - 1;
      if (idHigh[record] == high && idLow[record] == low && (marks[record] & without) == 0) {
        return record;
      }
    }
    return NONE;
  }

  /** Version 7 ids differ most in their random half, but nothing is said about who made them up. */
  private int slot(long high, long low) {
    long mixed = (high * 0x9e3779b97f4a7c15L ^ low) * 0xbf58476d1ce4e5b9L;
    return (int) (mixed ^ mixed >>> 32) & (slots.length - 1);
  }

  private void clear(byte mark) {
    for (int record = 0; record < size(); record++) {
      marks[record] &= (byte) ~mark;
    }
  }
}
