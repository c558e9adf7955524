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
 * @param unstaged rows to write that were not staged, since the table had them
 * @param written for each staged file, in the order given, the rows to write
 * @param dropped for each file of the table that loses rows, by path, the rows that go
 * @param strays those of them, likewise, that go since nothing at their offsets makes them
 */
record MergeDecision(
    long inserted,
    long updated,
    long unchanged,
    long duplicatesInTable,
    long unstaged,
    List<BitSet> written,
    SortedMap<String, BitSet> dropped,
    SortedMap<String, BitSet> strays) {

  /** What becomes of the rows of both, of which none have a key in common. */
  MergeDecision and(MergeDecision other) {
    List<BitSet> bothWritten = new ArrayList<>();
    for (int i = 0; i < written.size(); i++) {
      bothWritten.add(union(written.get(i), other.written.get(i)));
    }
    return new MergeDecision(
        inserted + other.inserted,
        updated + other.updated,
        unchanged + other.unchanged,
        duplicatesInTable + other.duplicatesInTable,
        unstaged + other.unstaged,
        bothWritten,
        union(dropped, other.dropped),
        union(strays, other.strays));
  }

  /**
   * The same without rows of the table, by path, that no staged row has the key of: nothing else
   * drops them.
   */
  MergeDecision without(SortedMap<String, BitSet> rows) {
    return new MergeDecision(
        inserted,
        updated,
        unchanged,
        duplicatesInTable,
        unstaged,
        written,
        union(dropped, rows),
        rows);
  }

  /** Table rows dropped since nothing at their offsets makes them. */
  long removed() {
    return strays.values().stream().mapToLong(BitSet::cardinality).sum();
  }

  private static SortedMap<String, BitSet> union(
      SortedMap<String, BitSet> a, SortedMap<String, BitSet> b) {
    SortedMap<String, BitSet> union = new TreeMap<>(a);
    b.forEach((path, rows) -> union.merge(path, rows, MergeDecision::union));
    return union;
  }

  private static BitSet union(BitSet a, BitSet b) {
    BitSet union = (BitSet) a.clone();
    union.or(b);
    return union;
  }
}
