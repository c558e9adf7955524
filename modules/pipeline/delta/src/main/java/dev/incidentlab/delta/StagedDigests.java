package dev.incidentlab.delta;

/**
 * Brings the digests of one staged file into an index that several threads fill: a batch at a time,
 * so that they hardly wait for each other.
 */
final class StagedDigests implements RowScan.Visitor {
  private static final int BATCH = 4096;

  private final SourceIndex index;
  private final int file;
  private final RowDigest[] batch = new RowDigest[BATCH];
  private int size;
  private int firstRow;

  /**
   * @param file number of the staged file
   */
  StagedDigests(SourceIndex index, int file) {
    this.index = index;
    this.file = file;
    for (int i = 0; i < BATCH; i++) {
      batch[i] = new RowDigest();
    }
  }

  @Override
  public void row(int row, RowDigest digest) {
    batch[size++].set(digest);
    if (size == BATCH) {
      offer();
    }
  }

  /**
   * Brings in what is left.
   *
   * @return the rows of the file
   */
  long finish() {
    offer();
    return firstRow;
  }

  private void offer() {
    synchronized (index) {
      for (int i = 0; i < size; i++) {
        index.offer(file, firstRow + i, batch[i]);
      }
    }
    firstRow += size;
    size = 0;
  }
}
