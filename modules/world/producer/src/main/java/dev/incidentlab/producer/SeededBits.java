package dev.incidentlab.producer;

/**
 * A stream of random bits that is the same for the same seed on every machine and Java release:
 * SplitMix64 (G. Steele, D. Lea, C. Flood, <i>Fast Splittable Pseudorandom Number Generators</i>,
 * OOPSLA 2014).
 */
final class SeededBits {
  private static final long GOLDEN = 0x9e3779b97f4a7c15L;
  private static final double UNIT = 0x1.0p-53;
  private static final double NORMAL_ABOVE = 30;

  private long state;

  private SeededBits(long state) {
    this.state = state;
  }

  /** The stream for one purpose and one story second. */
  static SeededBits of(long seed, long purpose, long second) {
    return new SeededBits(mix(mix(mix(seed + GOLDEN) ^ purpose) ^ second));
  }

  /** A bijective scrambling of 64 bits, also good as a stable hash. */
  static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  long next() {
    state += GOLDEN;
    return mix(state);
  }

  /** Uniform in [0, 1). */
  double unit() {
    return (next() >>> 11) * UNIT;
  }

  /** Uniform in [0, bound). */
  int below(int bound) {
    return (int) Math.multiplyHigh(next() >>> 1, (long) bound << 1);
  }

  /** Poisson-distributed with this mean; StrictMath, for the same bits everywhere. */
  int poisson(double mean) {
    if (mean > NORMAL_ABOVE) {
      double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - unit()));
      double normal = radius * StrictMath.cos(2 * StrictMath.PI * unit());
      return (int) Math.max(0, StrictMath.rint(mean + StrictMath.sqrt(mean) * normal));
    }
    double limit = StrictMath.exp(-mean);
    int count = 0;
    for (double product = unit(); product > limit; product *= unit()) {
      count++;
    }
    return count;
  }
}
