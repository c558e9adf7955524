package dev.incidentlab.delta;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What becomes of the staged rows, and of the table's rows of the same keys, in one partition.
 *
 * @param inserted keys that the table lacks
 * @param updated keys of which the table's rows change
 * @param unchanged keys of which they do not
 * @param duplicatesInTable table rows dropped for another row of the same key
 * @param removed table rows dropped since nothing at their offsets makes them
 * @param unstaged rows to write that were not staged, since the table had them
 * @param written for each staged file, in the order given, the rows to write
 * @param dropped for each file of the table that loses rows, by path, the rows that go
 */
record MergeDecision(
    long inserted,
    long updated,
    long unchanged,
    long duplicatesInTable,
    long removed,
    long unstaged,
    List<BitSet> written,
    SortedMap<String, BitSet> dropped) {

  /** What becomes of the rows of both, of which none have a key in common. */
  MergeDecision and(MergeDecision other) {
    List<BitSet> bothWritten = new ArrayList<>();
    for (int i = 0; i < written.size(); i++) {
      bothWritten.add(union(written.get(i), other.written.get(i)));
    }
    SortedMap<String, BitSet> bothDropped = new TreeMap<>(dropped);
    other.dropped.forEach((path, rows) -> bothDropped.merge(path, rows, MergeDecision::union));
    return new MergeDecision(
        inserted + other.inserted,
        updated + other.updated,
        unchanged + other.unchanged,
        duplicatesInTable + other.duplicatesInTable,
        removed + other.removed,
        unstaged + other.unstaged,
        bothWritten,
        bothDropped);
  }

  /**
   * The same without rows of the table, by path, that no staged row has the key of: nothing else
   * drops them.
   */
  MergeDecision without(SortedMap<String, BitSet> strays) {
    SortedMap<String, BitSet> both = new TreeMap<>(dropped);
    strays.forEach((path, rows) -> both.merge(path, rows, MergeDecision::union));
    long count = strays.values().stream().mapToLong(BitSet::cardinality).sum();
    return new MergeDecision(
        inserted, updated, unchanged, duplicatesInTable, removed + count, unstaged, written, both);
  }

  private static BitSet union(BitSet a, BitSet b) {
    BitSet union = (BitSet) a.clone();
    union.or(b);
    return union;
  }
}
