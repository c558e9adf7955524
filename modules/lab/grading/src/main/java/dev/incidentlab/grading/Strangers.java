package dev.incidentlab.grading;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/** Rows of the table whose events the ledger has not below the cut, 40 bytes each. */
final class Strangers {
  private static final int WORDS = 5;

  private long[] words = new long[1_024 * WORDS];
  private int size;

  void add(long high, long low, int partition, long offset, long eventTsMicros) {
    int at = size * WORDS;
    if (at == words.length) {
      words = Arrays.copyOf(words, words.length * 2);
    }
    words[at] = high;
    words[at + 1] = low;
    words[at + 2] = partition;
    words[at + 3] = offset;
    words[at + 4] = eventTsMicros;
    size++;
  }

  void clear() {
    size = 0;
  }

  int size() {
    return size;
  }

  /** The highest offset that a row of the partition gives; negative if there is none. */
  long highestOffset(int partition) {
    long highest = -1;
    for (int i = 0; i < size; i++) {
      if (partition(i) == partition) {
        highest = Math.max(highest, offset(i));
      }
    }
    return highest;
  }

  /** Adds to {@code fabricated} the rows whose events are not among {@code published}. */
  void addUnlessPublished(Set<UUID> published, Examples fabricated) {
    for (int i = 0; i < size; i++) {
      int at = i * WORDS;
      if (!published.contains(new UUID(words[at], words[at + 1]))) {
        fabricated.add(
            partition(i),
            offset(i),
            () ->
                Example.of(
                    words[at], words[at + 1], (int) words[at + 2], words[at + 3], words[at + 4]));
      }
    }
  }

  /** The event ids of all rows. */
  Set<UUID> ids() {
    Set<UUID> ids = new HashSet<>();
    for (int i = 0; i < size; i++) {
      ids.add(new UUID(words[i * WORDS], words[i * WORDS + 1]));
    }
    return ids;
  }

  private int partition(int i) {
    return (int) words[i * WORDS + 2];
  }

  private long offset(int i) {
    return words[i * WORDS + 3];
  }
}
