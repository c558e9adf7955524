package dev.incidentlab.grading;

import java.util.List;

/**
 * How far table and dead letters are below the cut. Ingest is taken to have passed a record once
 * anything later of its partition is in the table or among the letters.
 *
 * @param missing events that are in neither
 * @param holes those of them behind which the table has rows, so that waiting does not bring them
 * @param unlettered undecodable records that ingest has passed and that are not among the letters
 * @param unreached undecodable records that ingest has not passed yet
 * @param lettered undecodable records that are among the letters
 */
record Standing(Examples missing, long holes, Examples unlettered, long unreached, long lettered) {

  static Standing of(EventIndex index, RowTally rows) {
    Examples missing = new Examples();
    Examples unlettered = new Examples();
    long holes = 0;
    long unreached = 0;
    long lettered = 0;
    for (int p = 0; p < index.partitionCount(); p++) {
      int partition = index.partition(p);
      boolean beyond = rows.isBeyondCut(p);
      int passed = beyond ? index.endOf(p) : passed(index, p, true);
      // A letter is there at once, the rows before it only with the next commit.
      int committed = beyond ? index.endOf(p) : passed(index, p, false);
      for (int record = index.firstOf(p); record < index.endOf(p); record++) {
        int at = record;
        if (index.isPoison(record)) {
          if (index.isLetter(record)) {
            lettered++;
          } else if (record < passed) {
            unlettered.add(partition, index.offset(at), () -> poison(index, partition, at));
          } else {
            unreached++;
          }
        } else if (!index.isInTable(record) && !index.isLetter(record)) {
          missing.add(partition, index.offset(at), () -> event(index, partition, at));
          holes += record < committed ? 1 : 0;
        }
      }
    }
    return new Standing(missing, holes, unlettered, unreached, lettered);
  }

  /**
   * Whether looking again may show something else: either all that is missing is the end of the
   * log, which a running job still takes in, or letters may still be on their way, since they and
   * the table are not committed at one instant.
   */
  boolean mayStillMove() {
    return (missing.count() > 0 && holes == 0) || unlettered.count() > 0 || unreached > 0;
  }

  private static int passed(EventIndex index, int partitionIndex, boolean byLetters) {
    int record = index.endOf(partitionIndex);
    while (record > index.firstOf(partitionIndex)
        && !index.isInTable(record - 1)
        && !(byLetters && index.isLetter(record - 1))) {
      record--;
    }
    return record;
  }

  private static Example event(EventIndex index, int partition, int record) {
    return Example.of(
        index.idHigh(record), index.idLow(record), partition, index.offset(record), Long.MIN_VALUE);
  }

  private static Example poison(EventIndex index, int partition, int record) {
    return new Example(
        "undecodable record", partition, index.offset(record), Long.MIN_VALUE, List.of());
  }
}
