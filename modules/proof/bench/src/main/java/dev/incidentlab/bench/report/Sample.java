package dev.incidentlab.bench.report;

import java.util.List;

/**
 * What one thing cost, measured several times.
 *
 * @param what what was measured
 * @param unit of every figure
 * @param target what each figure should come to; null if there is no target
 * @param values one a measurement, in order
 */
public record Sample(String what, String unit, Target target, List<Double> values) {
  public Sample {
    values = List.copyOf(values);
    if (values.isEmpty()) {
      throw new IllegalArgumentException(what + " was not measured");
    }
  }

  /** What has no target. */
  public static Sample of(String what, String unit, List<Double> values) {
    return new Sample(what, unit, null, values);
  }

  public double min() {
    return values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
  }

  public double max() {
    return values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
  }

  /** The middle value; of an even number the mean of the two in the middle. */
  public double median() {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** Whether every measurement kept to the target. */
  public boolean met() {
    return target == null || values.stream().allMatch(target::isMetBy);
  }
}
