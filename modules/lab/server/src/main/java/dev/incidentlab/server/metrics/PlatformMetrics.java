package dev.incidentlab.server.metrics;

import dev.incidentlab.server.adapter.FlinkRest.FlinkJob;
import dev.incidentlab.server.adapter.IngestPipeline;
import dev.incidentlab.server.metrics.Metrics.Named;
import dev.incidentlab.server.run.Platform;
import dev.incidentlab.server.run.RunState;
import dev.incidentlab.stack.ComponentStatus;
import dev.incidentlab.warehouse.Freshness;
import dev.incidentlab.warehouse.gates.GateResult;
import dev.incidentlab.warehouse.gates.Outcome;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** What is observed of the platform, by the same means as the verbs that look. */
final class PlatformMetrics {
  private static final String TABLE = "table";
  private static final String TOPIC = "topic";
  private static final double MILLIS = 1e3;
  private static final double MICROS = 1e6;

  private final Platform platform;
  private final RunState state;

  private PlatformMetrics(Platform platform, RunState state) {
    this.platform = platform;
    this.state = state;
  }

  /** All that there is to look at; nothing is looked at yet. */
  static List<Named> of(Platform platform, RunState state) {
    PlatformMetrics metrics = new PlatformMetrics(platform, state);
    return List.of(
        new Named("tables", metrics::tables),
        new Named("lag", metrics::lag),
        new Named("topics", metrics::topics),
        new Named("dead-letters", metrics::deadLetters),
        new Named("jobs", metrics::jobs),
        new Named("commits", metrics::commits),
        new Named("gates", metrics::gates),
        new Named("components", metrics::components));
  }

  private void tables(MetricSnapshots.Builder metrics) {
    Map<String, Double> eventAge = new TreeMap<>();
    Map<String, Double> commitAge = new TreeMap<>();
    Map<String, Long> rows = new TreeMap<>();
    Instant now = state.clock().now();
    for (IngestPipeline pipeline : IngestPipeline.ALL) {
      var table = platform.tables().table(pipeline);
      Freshness freshness = platform.warehouse().freshness(table);
      // An empty table has no newest event, and no age of it.
      freshness
          .eventAge(now)
          .ifPresent(age -> eventAge.put(pipeline.table(), age.toMillis() / MILLIS));
      Duration since = Duration.between(freshness.committedAt(), Instant.now());
      commitAge.put(pipeline.table(), Math.max(0, since.toMillis()) / MILLIS);
      rows.put(pipeline.table(), table.snapshot().rows());
    }
    metrics.metricSnapshot(
        Families.gauges(
            "table_freshness_seconds",
            "Age of the newest event in the table, in story seconds.",
            TABLE,
            eventAge));
    metrics.metricSnapshot(
        Families.gauges(
            "table_commit_age_seconds", "Time since the table's newest commit.", TABLE, commitAge));
    metrics.metricSnapshot(Families.gauges("table_rows", "Rows of the table.", TABLE, rows));
  }

  private void lag(MetricSnapshots.Builder metrics) {
    metrics.metricSnapshot(
        Families.gauges(
            "ingest_lag_records",
            "Records of the topic that the table's position has not passed.",
            TABLE,
            byPipeline(IngestPipeline::table, platform.tables()::behind)));
  }

  private void topics(MetricSnapshots.Builder metrics) {
    metrics.metricSnapshot(
        Families.counters(
            "topic_records",
            "Records that were published to the topic.",
            TOPIC,
            byPipeline(
                IngestPipeline::topic,
                pipeline ->
                    platform.topics().endOffsets(pipeline).values().stream()
                        .mapToLong(Long::longValue)
                        .sum())));
    metrics.metricSnapshot(
        Families.counters(
            "dead_letters",
            "Records of the dead-letter topic: letters, letters of the same record again, and resolutions.",
            TOPIC,
            byPipeline(IngestPipeline::topic, platform.topics()::deadLettersEnd)));
  }

  private void deadLetters(MetricSnapshots.Builder metrics) {
    metrics.metricSnapshot(
        Families.gauges(
            "dead_letters_unresolved",
            "Records that have a dead letter and no resolution.",
            TOPIC,
            byPipeline(IngestPipeline::topic, platform.deadLetters()::unresolved)));
  }

  private void jobs(MetricSnapshots.Builder metrics) throws InterruptedException {
    Map<String, Integer> running = new TreeMap<>();
    for (IngestPipeline pipeline : IngestPipeline.ALL) {
      Optional<FlinkJob> job = platform.jobs().job(pipeline);
      boolean runs = job.isPresent() && job.get().state().equals("RUNNING");
      running.put(pipeline.jobName(), runs ? 1 : 0);
    }
    metrics.metricSnapshot(
        Families.gauges("job_running", "1 if the newest job of this name runs.", "job", running));
  }

  /** Of jobs that run: a job that ended takes its counters with it. */
  private void commits(MetricSnapshots.Builder metrics) throws InterruptedException {
    SummarySnapshot.Builder family =
        SummarySnapshot.builder()
            .name("incidentlab_commit_duration_seconds")
            .help(
                "What commits to the table took, since its job or the committing task last started.");
    for (IngestPipeline pipeline : IngestPipeline.ALL) {
      Optional<FlinkJob> job = platform.jobs().job(pipeline);
      if (job.isPresent() && job.get().state().equals("RUNNING")) {
        platform
            .jobs()
            .commits(pipeline, job.get().id())
            .ifPresent(
                commits ->
                    family.dataPoint(
                        SummaryDataPointSnapshot.builder()
                            .labels(Labels.of(TABLE, pipeline.table()))
                            .count(commits.count())
                            .sum(commits.micros() / MICROS)
                            .build()));
      }
    }
    metrics.metricSnapshot(family.build());
  }

  private void gates(MetricSnapshots.Builder metrics) {
    Map<String, Integer> passed = new TreeMap<>();
    List<GateResult> results = platform.models().downstream().gateResults();
    for (String gate : platform.models().downstream().gateNames()) {
      GateResult.newest(gate, results)
          .filter(newest -> newest.outcome() != Outcome.INCONCLUSIVE)
          .ifPresent(newest -> passed.put(gate, newest.outcome() == Outcome.FAIL ? 0 : 1));
    }
    metrics.metricSnapshot(
        Families.gauges(
            "gate_passed",
            "1 if the gate let its newest slice through, 0 if it held it back; none if it was not asked yet, or there were too few rows to say.",
            "gate",
            passed));
  }

  private void components(MetricSnapshots.Builder metrics) {
    Map<String, Integer> up = new TreeMap<>();
    Map<String, Long> resident = new TreeMap<>();
    for (ComponentStatus component : platform.stack().status()) {
      up.put(component.component().id(), component.alive() ? 1 : 0);
      component.residentBytes().ifPresent(b -> resident.put(component.component().id(), b));
    }
    metrics.metricSnapshot(
        Families.gauges(
            "component_up", "1 if the component runs or, elsewhere, answers.", "component", up));
    metrics.metricSnapshot(
        Families.gauges(
            "component_resident_memory_bytes",
            "Resident memory of the component's process.",
            "component",
            resident));
  }

  private static Map<String, Long> byPipeline(
      Function<IngestPipeline, String> name, Function<IngestPipeline, Long> figure) {
    Map<String, Long> figures = new TreeMap<>();
    IngestPipeline.ALL.forEach(p -> figures.put(name.apply(p), figure.apply(p)));
    return figures;
  }
}
