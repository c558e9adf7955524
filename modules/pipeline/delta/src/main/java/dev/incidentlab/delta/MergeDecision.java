package dev.incidentlab.delta;

import java.util.BitSet;
import java.util.List;
import java.util.SortedMap;

/**
 * What becomes of the staged rows, and of the table's rows of the same keys, in one partition.
 *
 * @param inserted keys that the table lacks
 * @param updated keys of which the table's rows change
 * @param unchanged keys of which they do not
 * @param duplicatesInTable table rows dropped for another row of the same key
 * @param written for each staged file, in the order given, the rows to write
 * @param dropped for each file of the table that loses rows, by path, the rows that go
 */
record MergeDecision(
    long inserted,
    long updated,
    long unchanged,
    long duplicatesInTable,
    List<BitSet> written,
    SortedMap<String, BitSet> dropped) {}
