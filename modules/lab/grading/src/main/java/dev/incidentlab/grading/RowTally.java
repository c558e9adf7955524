package dev.incidentlab.grading;

import java.util.Arrays;

/**
 * Compares rows of the table with what was published. Order does not matter, so that files may be
 * read by several threads and later files added to earlier ones.
 */
final class RowTally {
  private final EventIndex index;
  private final Examples duplicates = new Examples();
  private final Examples altered = new Examples();
  private final Examples idless = new Examples();
  private final Strangers strangers = new Strangers();
  private final boolean[] beyondCut;
  private long rows;

  RowTally(EventIndex index) {
    this.index = index;
    this.beyondCut = new boolean[index.partitionCount()];
  }

  synchronized void add(RowBatch batch) {
    rows += batch.size();
    for (int row = 0; row < batch.size(); row++) {
      if (batch.hasId[row]) {
        addEvent(batch, row);
      } else {
        int at = row;
        idless.add(
            batch.partition[row],
            batch.offset[row],
            () -> example(batch, at, "'" + batch.idText(at) + "'"));
      }
    }
  }

  /** Forgets all rows. */
  synchronized void clear() {
    index.clearRows();
    duplicates.clear();
    altered.clear();
    idless.clear();
    strangers.clear();
    Arrays.fill(beyondCut, false);
    rows = 0;
  }

  /** Rows of the table, those beyond the cut included. */
  long rows() {
    return rows;
  }

  /** Rows in excess of how often the event was published. */
  Examples duplicates() {
    return duplicates;
  }

  /** Rows of a published event with other values, each with the values that it has. */
  Examples altered() {
    return altered;
  }

  /** Rows whose event id is none. */
  Examples idless() {
    return idless;
  }

  /** Rows of events that were not published below the cut. */
  Strangers strangers() {
    return strangers;
  }

  /** Whether a row says that it is from beyond the cut: ingest has then passed the cut. */
  boolean isBeyondCut(int partitionIndex) {
    return beyondCut[partitionIndex];
  }

  private void addEvent(RowBatch batch, int row) {
    long high = batch.idHigh[row];
    long low = batch.idLow[row];
    int record = index.find(high, low);
    if (record == EventIndex.NONE) {
      addStranger(batch, row);
      return;
    }
    if (!index.publishedAs(high, low, batch.rowHash[row])) {
      int at = row;
      altered.add(
          index.partition(index.partitionIndex(record)),
          index.offset(record),
          () -> atRecord(record, batch, at));
    }
    int claimed = index.isInTable(record) ? index.findUnclaimed(high, low) : record;
    if (claimed == EventIndex.NONE) {
      duplicates.add(
          index.partition(index.partitionIndex(record)),
          index.offset(record),
          () ->
              Example.of(
                  high,
                  low,
                  index.partition(index.partitionIndex(record)),
                  index.offset(record),
                  Long.MIN_VALUE));
    } else {
      index.markInTable(claimed);
    }
  }

  private void addStranger(RowBatch batch, int row) {
    int partition = batch.partition[row];
    long offset = batch.offset[row];
    strangers.add(batch.idHigh[row], batch.idLow[row], partition, offset, batch.eventTsMicros[row]);
    for (int i = 0; i < beyondCut.length; i++) {
      if (index.partition(i) == partition && !index.isBelowCut(partition, offset)) {
        beyondCut[i] = true;
      }
    }
  }

  private Example atRecord(int record, RowBatch batch, int row) {
    return new Example(
        batch.idText(row),
        index.partition(index.partitionIndex(record)),
        index.offset(record),
        batch.eventTsMicros[row],
        batch.values(row));
  }

  private static Example example(RowBatch batch, int row, String id) {
    return new Example(
        id, batch.partition[row], batch.offset[row], batch.eventTsMicros[row], batch.values(row));
  }
}
