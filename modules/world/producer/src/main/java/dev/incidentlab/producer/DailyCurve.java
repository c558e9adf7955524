package dev.incidentlab.producer;

/** How traffic varies over a day, UTC: 0.4 of its mean before dawn, 1.4 in the late morning. */
final class DailyCurve {
  private static final int SECONDS_PER_HOUR = 3_600;

  /** The factor at each full hour; they average to 1. */
  private static final double[] BY_HOUR = {
    0.55, 0.48, 0.42, 0.40, 0.42, 0.50, 0.68, 0.92, 1.15, 1.30, 1.40, 1.40,
    1.34, 1.28, 1.29, 1.29, 1.29, 1.30, 1.32, 1.30, 1.24, 1.12, 0.91, 0.70
  };

  private DailyCurve() {}

  /** The factor on the mean rate at a second since 1970, linear between full hours. */
  static double at(long epochSecond) {
    int hours = BY_HOUR.length;
    int ofDay = (int) Math.floorMod(epochSecond, (long) hours * SECONDS_PER_HOUR);
    double from = BY_HOUR[ofDay / SECONDS_PER_HOUR];
    double to = BY_HOUR[(ofDay / SECONDS_PER_HOUR + 1) % hours];
    return from + (to - from) * (ofDay % SECONDS_PER_HOUR) / SECONDS_PER_HOUR;
  }
}
