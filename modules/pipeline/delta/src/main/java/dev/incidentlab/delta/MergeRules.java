package dev.incidentlab.delta;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Decides, key by key, between the staged row and the table's rows; see {@link UpsertRequest}. */
final class MergeRules {

  private static final byte ABSENT = 0;
  private static final byte ONCE = 1;
  private static final byte SEVERAL = 2;

  /** No match's number. */
  private static final int NONE = -1;

  private final SourceIndex source;
  private final String[] paths;
  private final FileMatches[] files;

  /** Number of the first match of each file when all matches are numbered through. */
  private final int[] firstMatch;

  private final BitSet[] written;
  private final SortedMap<String, BitSet> dropped = new TreeMap<>();
  private final byte[] occurrence;
  private int inSeveral;
  private long inserted;
  private long updated;
  private long unchanged;
  private long duplicatesInTable;
  private long unstaged;

  /**
   * @param matches the table's rows of staged keys, by path
   */
  MergeRules(SourceIndex source, int stagedFiles, SortedMap<String, FileMatches> matches) {
    this.source = source;
    this.paths = matches.keySet().toArray(String[]::new);
    this.files = matches.values().toArray(FileMatches[]::new);
    this.firstMatch = new int[files.length];
    this.written = new BitSet[stagedFiles];
    Arrays.setAll(written, i -> new BitSet());
    this.occurrence = new byte[source.size()];
    int number = 0;
    for (int f = 0; f < files.length; f++) {
      firstMatch[f] = number;
      number = Math.addExact(number, files[f].size());
      countOccurrences(files[f]);
    }
  }

  MergeDecision insertMissing() {
    insertAbsent();
    unchanged = source.size() - inserted;
    return decision();
  }

  MergeDecision upsert() {
    insertAbsent();
    for (int f = 0; f < files.length; f++) {
      for (int i = 0; i < files[f].size(); i++) {
        if (occurrence[files[f].entry(i)] == ONCE) {
          decideSingle(f, i);
        }
      }
    }
    decideSeveral();
    return decision();
  }

  private MergeDecision decision() {
    return new MergeDecision(
        inserted,
        updated,
        unchanged,
        duplicatesInTable,
        unstaged,
        List.of(written),
        dropped,
        Collections.emptySortedMap());
  }

  private void countOccurrences(FileMatches file) {
    for (int i = 0; i < file.size(); i++) {
      int entry = file.entry(i);
      if (occurrence[entry] == ABSENT) {
        occurrence[entry] = ONCE;
      } else {
        inSeveral += occurrence[entry] == ONCE ? 2 : 1;
        occurrence[entry] = SEVERAL;
      }
    }
  }

  private void insertAbsent() {
    for (int entry = 0; entry < occurrence.length; entry++) {
      if (occurrence[entry] == ABSENT) {
        write(entry);
        inserted++;
      }
    }
  }

  private void decideSingle(int file, int match) {
    int entry = files[file].entry(match);
    if (stagedReplaces(entry, file, match)) {
      write(entry);
      drop(file, match);
      updated++;
    } else {
      unchanged++;
    }
  }

  /** Brings each key that the table has several times down to the one row that wins. */
  private void decideSeveral() {
    // One long for a row, its entry above and its match's number below: sorting brings the rows of
    // a key together without an object for each key.
    long[] rows = new long[inSeveral];
    int n = 0;
    for (int f = 0; f < files.length; f++) {
      for (int i = 0; i < files[f].size(); i++) {
        if (occurrence[files[f].entry(i)] == SEVERAL) {
          rows[n++] = (long) files[f].entry(i) << 32 | (firstMatch[f] + i);
        }
      }
    }
    Arrays.sort(rows);
    int from = 0;
    while (from < n) {
      int to = from + 1;
      while (to < n && rows[to] >>> 32 == rows[from] >>> 32) {
        to++;
      }
      decideKey(
          (int) (rows[from] >>> 32),
          Arrays.stream(rows, from, to).mapToInt(r -> (int) r).toArray());
      from = to;
    }
  }

  private void decideKey(int entry, int[] matchNumbers) {
    int winner = matchNumbers[0];
    for (int number : matchNumbers) {
      if (precedes(number, winner)) {
        winner = number;
      }
    }
    int winnerFile = fileOf(winner);
    if (stagedReplaces(entry, winnerFile, winner - firstMatch[winnerFile])) {
      // A row of the same values stays as it is, here as elsewhere: a writer counts on that when it
      // does not stage a row that the table has.
      winner = firstOfSameValues(matchNumbers);
      if (winner == NONE) {
        write(entry);
      }
    }
    for (int number : matchNumbers) {
      if (number != winner) {
        int file = fileOf(number);
        drop(file, number - firstMatch[file]);
      }
    }
    updated++;
    duplicatesInTable += matchNumbers.length - 1;
  }

  /** Of the rows with the staged row's values the one with the highest precedence. */
  private int firstOfSameValues(int[] matchNumbers) {
    int first = NONE;
    for (int number : matchNumbers) {
      int file = fileOf(number);
      if (files[file].sameValues(number - firstMatch[file])
          && (first == NONE || precedes(number, first))) {
        first = number;
      }
    }
    return first;
  }

  private boolean stagedReplaces(int entry, int file, int match) {
    return !files[file].sameValues(match)
        && source.precedes(entry, files[file].revision(match), files[file].offset(match));
  }

  private boolean precedes(int numberA, int numberB) {
    FileMatches a = files[fileOf(numberA)];
    FileMatches b = files[fileOf(numberB)];
    int matchA = numberA - firstMatch[fileOf(numberA)];
    int matchB = numberB - firstMatch[fileOf(numberB)];
    return SourceIndex.comparePrecedence(
            a.revision(matchA), a.offset(matchA), b.revision(matchB), b.offset(matchB))
        > 0;
  }

  private int fileOf(int matchNumber) {
    int at = Arrays.binarySearch(firstMatch, matchNumber);
    // Files without matches share their number with the file after them: take the last of them.
    while (at >= 0 && at + 1 < firstMatch.length && firstMatch[at + 1] == matchNumber) {
      at++;
    }
    return at >= 0 ? at : -at - 2;
  }

  private void write(int entry) {
    if (source.file(entry) == DigestWriter.NO_FILE) {
      unstaged++;
    } else {
      written[source.file(entry)].set(source.row(entry));
    }
  }

  private void drop(int file, int match) {
    dropped.computeIfAbsent(paths[file], p -> new BitSet()).set(files[file].row(match));
  }
}
