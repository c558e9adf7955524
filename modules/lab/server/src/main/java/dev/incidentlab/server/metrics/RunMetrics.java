package dev.incidentlab.server.metrics;

import dev.incidentlab.api.Answers.Phase;
import dev.incidentlab.drill.Alert;
import dev.incidentlab.server.run.RunState;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What the lab itself knows, without asking anybody; and who did not answer. */
final class RunMetrics {
  /** Tells of what could not be looked at. */
  static final String UNANSWERED = "incidentlab_unanswered";

  private final Labels labels;
  private final Instant now;
  private final double pace;
  private final Map<String, Integer> firing;
  private final Map<String, Integer> unanswered = new TreeMap<>();

  RunMetrics(
      String runId,
      String scenario,
      Phase phase,
      Instant now,
      double pace,
      Map<String, Integer> firing) {
    this.labels =
        Labels.of(
            "run", runId, "scenario", scenario, "phase", phase.name().toLowerCase(Locale.ROOT));
    this.now = now;
    this.pace = pace;
    this.firing = Map.copyOf(firing);
  }

  static RunMetrics of(RunState state) {
    Map<String, Integer> firing = new TreeMap<>();
    for (Alert.Severity severity : Alert.Severity.values()) {
      firing.put(severity.name().toLowerCase(Locale.ROOT), 0);
    }
    state.alerts().all().stream()
        .filter(Alert::firing)
        .forEach(a -> firing.merge(a.severity().name().toLowerCase(Locale.ROOT), 1, Integer::sum));
    return new RunMetrics(
        state.runId(),
        state.scenarioId(),
        state.phase(),
        state.clock().now(),
        state.clock().pace(),
        firing);
  }

  void answered(String name) {
    unanswered.put(name, 0);
  }

  void unanswered(String name) {
    unanswered.put(name, 1);
  }

  void at(MetricSnapshots.Builder metrics) {
    metrics.metricSnapshot(
        InfoSnapshot.builder()
            .name("incidentlab_run")
            .help("The run that this is of.")
            .dataPoint(InfoDataPointSnapshot.builder().labels(labels).build())
            .build());
    metrics.metricSnapshot(
        Families.gauge(
            "story_timestamp_seconds",
            "Where the story stands, in seconds since 1970 of its own time.",
            now.toEpochMilli() / 1e3));
    metrics.metricSnapshot(
        Families.gauge("story_pace", "Story seconds per second; 0 while it stands still.", pace));
    metrics.metricSnapshot(
        Families.gauges("alerts_firing", "Alerts that fire now.", "severity", firing));
    metrics.metricSnapshot(
        Families.gauges(
            "unanswered",
            "1 for what could not be looked at in this scrape: its metrics are left out.",
            "look",
            unanswered));
  }
}
