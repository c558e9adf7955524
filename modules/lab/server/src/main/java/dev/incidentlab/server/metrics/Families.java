package dev.incidentlab.server.metrics;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.Map;

/** Metrics of one name, by the value of one label. */
final class Families {
  private static final String PREFIX = "incidentlab_";

  private Families() {}

  /**
   * What goes up and down.
   *
   * @param name without the lab's prefix, with its unit at the end
   */
  static GaugeSnapshot gauges(
      String name, String help, String label, Map<String, ? extends Number> values) {
    GaugeSnapshot.Builder family = GaugeSnapshot.builder().name(PREFIX + name).help(help);
    values.forEach(
        (of, value) ->
            family.dataPoint(
                GaugeDataPointSnapshot.builder()
                    .labels(Labels.of(label, of))
                    .value(value.doubleValue())
                    .build()));
    return family.build();
  }

  /** One figure without labels. */
  static GaugeSnapshot gauge(String name, String help, double value) {
    return GaugeSnapshot.builder()
        .name(PREFIX + name)
        .help(help)
        .dataPoint(GaugeDataPointSnapshot.builder().value(value).build())
        .build();
  }

  /**
   * What only grows.
   *
   * @param name without the lab's prefix, and without {@code _total}, which the format adds
   */
  static CounterSnapshot counters(
      String name, String help, String label, Map<String, ? extends Number> values) {
    CounterSnapshot.Builder family = CounterSnapshot.builder().name(PREFIX + name).help(help);
    values.forEach(
        (of, value) ->
            family.dataPoint(
                CounterDataPointSnapshot.builder()
                    .labels(Labels.of(label, of))
                    .value(value.doubleValue())
                    .build()));
    return family.build();
  }
}
