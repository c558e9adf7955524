package dev.incidentlab.bench.report;

import java.util.Locale;

/**
 * What a figure should come to.
 *
 * @param bound the side on which it should be
 */
public record Target(Bound bound, double value) {

  /** The side of the value on which a figure should be. */
  public enum Bound {
    AT_MOST,
    AT_LEAST
  }

  public static Target atMost(double value) {
    return new Target(Bound.AT_MOST, value);
  }

  public static Target atLeast(double value) {
    return new Target(Bound.AT_LEAST, value);
  }

  boolean isMetBy(double figure) {
    return bound == Bound.AT_MOST ? figure <= value : figure >= value;
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s %.2f", bound == Bound.AT_MOST ? "<=" : ">=", value);
  }
}
