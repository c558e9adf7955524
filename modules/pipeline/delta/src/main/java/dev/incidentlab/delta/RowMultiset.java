package dev.incidentlab.delta;

/**
 * A checksum of rows whatever files they are in and in whatever order: each row with all of its
 * values, log position included, is hashed to 128 bits, and hashes are added up. Two sets of rows
 * with the same sums are the same, duplicates counted, but for a chance of about 2^-128; it is not
 * meant to withstand someone who looks for collisions.
 */
final class RowMultiset {

  private long rows;
  private long high;
  private long low;

  void add(RowDigest row) {
    long place = RowDigest.finish(row.offset() ^ RowDigest.finish(place(row)));
    long values = RowDigest.finish(row.content() ^ Long.rotateLeft(place, 21));
    long first = RowDigest.finish(row.keyHigh() ^ RowDigest.finish(row.keyLow() ^ values));
    rows++;
    high += first;
    low += RowDigest.finish(Long.rotateLeft(values, 32) + row.keyLow() ^ ~first);
  }

  void add(RowMultiset other) {
    rows += other.rows;
    high += other.high;
    low += other.low;
  }

  long rows() {
    return rows;
  }

  boolean sameAs(RowMultiset other) {
    return rows == other.rows && high == other.high && low == other.low;
  }

  private static long place(RowDigest row) {
    return (long) row.revision() << 32 | (row.topicPartition() & 0xffffffffL);
  }

  /** The sums in hexadecimal digits. */
  @Override
  public String toString() {
    return "%016x%016x".formatted(high, low);
  }
}
