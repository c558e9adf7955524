package dev.incidentlab.producer;

import java.util.Arrays;

/** Draws ranks of which the k-th has a probability proportional to 1 / k^exponent. */
final class Zipf {
  /** Upper ends of the ranks' shares of the 63-bit range. */
  private final long[] ends;

  Zipf(int ranks, double exponent) {
    double[] weights = new double[ranks];
    for (int i = 0; i < ranks; i++) {
      weights[i] = 1 / StrictMath.pow(i + 1, exponent);
    }
    double total = Arrays.stream(weights).sum();
    ends = new long[ranks];
    double sum = 0;
    for (int i = 0; i < ranks; i++) {
      sum += weights[i];
      ends[i] = (long) (sum / total * Long.MAX_VALUE);
    }
    ends[ranks - 1] = Long.MAX_VALUE;
  }

  /** A rank from 0 on. */
  int pick(SeededBits bits) {
    int found = Arrays.binarySearch(ends, bits.next() >>> 1);
    return found >= 0 ? found : -found - 1;
  }
}
