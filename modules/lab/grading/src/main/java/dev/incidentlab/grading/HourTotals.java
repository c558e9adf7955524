package dev.incidentlab.grading;

/**
 * What the rows of an hour add up to. Totals of files can be added; each tells rows apart by all
 * columns that were read.
 */
final class HourTotals {
  long rows;
  long hashes;
  long impressions;
  long clicks;
  long conversions;
  long spendMicros;
  long newestMicros = Long.MIN_VALUE;

  void add(HourTotals other) {
    rows += other.rows;
    hashes += other.hashes;
    impressions += other.impressions;
    clicks += other.clicks;
    conversions += other.conversions;
    spendMicros += other.spendMicros;
    newestMicros = Math.max(newestMicros, other.newestMicros);
  }

  boolean sameRows(HourTotals other) {
    return rows == other.rows && hashes == other.hashes;
  }

  /** The numbers that a dashboard's slice has, in words; equal numbers give equal words. */
  String numbers() {
    return numbers(impressions, clicks, conversions, spendMicros);
  }

  static String numbers(long impressions, long clicks, long conversions, long spendMicros) {
    return "%,d impressions, %,d clicks, %,d conversions, %,d micros spent"
        .formatted(impressions, clicks, conversions, spendMicros);
  }
}
