package dev.incidentlab.grading;

import dev.incidentlab.grading.DeadLetterReader.Letter;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Compares dead letters with what was published. Copies collapse: a letter is known by topic id,
 * partition and offset. A letter that was resolved no longer stands for its event.
 */
final class LetterTally {
  private final EventIndex index;
  private final String topicId;
  private final Examples good = new Examples();
  private final Examples unexplained = new Examples();
  private final Examples duplicates = new Examples();
  private long unresolved;
  private long undocumented;

  private record Key(String topicId, int partition, long offset) {
    static final Comparator<Key> ORDER =
        Comparator.comparing(Key::topicId)
            .thenComparingInt(Key::partition)
            .thenComparingLong(Key::offset);

    static Key of(Letter letter) {
      return new Key(letter.topicId(), letter.partition(), letter.offset());
    }
  }

  private LetterTally(EventIndex index, String topicId) {
    this.index = index;
    this.topicId = topicId;
  }

  /** Marks in the index what the letters are about; the rows must be marked before. */
  static LetterTally of(EventIndex index, String topicId, List<Letter> letters) {
    LetterTally tally = new LetterTally(index, topicId);
    index.clearLetters();
    Set<Key> resolved = new HashSet<>();
    TreeMap<Key, Letter> byKey = new TreeMap<>(Key.ORDER);
    for (Letter letter : letters) {
      if (!letter.documented()) {
        tally.undocumented++;
      } else {
        byKey.put(Key.of(letter), letter);
        if (letter.resolves()) {
          resolved.add(Key.of(letter));
        }
      }
    }
    byKey.keySet().forEach(key -> tally.add(key, resolved.contains(key)));
    return tally;
  }

  /** Letters that stand for their records. */
  long unresolved() {
    return unresolved;
  }

  /** Records of the dead-letter topic that do not say what they are about. */
  long undocumented() {
    return undocumented;
  }

  /** Unresolved letters about events that can be decoded. */
  Examples good() {
    return good;
  }

  /** Unresolved letters about nothing that was published. */
  Examples unexplained() {
    return unexplained;
  }

  /** Letters about events that the table has as well. */
  Examples duplicates() {
    return duplicates;
  }

  private void add(Key key, boolean resolved) {
    boolean ours = key.topicId.equals(topicId);
    int record = ours ? index.at(key.partition, key.offset) : EventIndex.NONE;
    if (record == EventIndex.NONE) {
      if (!resolved && !(ours && isBeyondCut(key))) {
        unresolved++;
        unexplained.add(key.partition, key.offset, () -> example("topic id " + key.topicId, key));
      }
    } else if (index.isPoison(record)) {
      index.markLetter(record);
      unresolved += resolved ? 0 : 1;
    } else if (!resolved) {
      unresolved++;
      addGood(key, record);
    }
  }

  private void addGood(Key key, int record) {
    long high = index.idHigh(record);
    long low = index.idLow(record);
    String id = new UUID(high, low).toString();
    good.add(key.partition, key.offset, () -> example(id, key));
    boolean claimed = index.isInTable(record) || index.isLetter(record);
    int free = claimed ? index.findUnclaimed(high, low) : record;
    if (free == EventIndex.NONE) {
      duplicates.add(key.partition, key.offset, () -> example(id, key));
    } else {
      index.markLetter(free);
    }
  }

  private boolean isBeyondCut(Key key) {
    return index.hasPartition(key.partition) && !index.isBelowCut(key.partition, key.offset);
  }

  private static Example example(String id, Key key) {
    return new Example(id, key.partition, key.offset, Long.MIN_VALUE, List.of());
  }
}
