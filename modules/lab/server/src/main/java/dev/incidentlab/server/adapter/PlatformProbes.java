package dev.incidentlab.server.adapter;

import dev.incidentlab.drill.Observation;
import dev.incidentlab.drill.ObservationException;
import dev.incidentlab.drill.Probe;
import dev.incidentlab.server.adapter.FlinkRest.FlinkJob;
import dev.incidentlab.warehouse.DashboardTile;
import dev.incidentlab.warehouse.Freshness;
import dev.incidentlab.warehouse.NullRatio;
import dev.incidentlab.warehouse.Warehouse;
import dev.incidentlab.warehouse.gates.GateResult;
import dev.incidentlab.warehouse.gates.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** What can be observed of the platform. Every figure is read from the running system. */
public final class PlatformProbes {
  private static final Duration NULL_RATIO_WINDOW = Duration.ofHours(1);
  private static final String NULL_RATIO_COLUMN = "placement";

  private static final String REGISTRY_DOWN = "registry.down";
  private static final Duration DUPLICATES_WINDOW = Duration.ofHours(4);
  private static final int GATE_HOURS = 6;
  private static final Duration HOUR = Duration.ofHours(1);
  private static final double CENT = 0.01;

  private final Tables tables;
  private final IngestJobs jobs;
  private final Warehouse warehouse;
  private final Models models;
  private final ToLongFunction<IngestPipeline> unresolvedLetters;
  private final Supplier<Optional<String>> registryTrouble;

  /**
   * @param unresolvedLetters dead letters of a pipeline that stand for their records
   * @param registryTrouble why the registry does not answer; empty if it does
   */
  public PlatformProbes(
      Tables tables,
      IngestJobs jobs,
      Warehouse warehouse,
      Models models,
      ToLongFunction<IngestPipeline> unresolvedLetters,
      Supplier<Optional<String>> registryTrouble) {
    this.models = models;
    this.unresolvedLetters = unresolvedLetters;
    this.registryTrouble = registryTrouble;
    this.tables = tables;
    this.jobs = jobs;
    this.warehouse = warehouse;
  }

  private interface Look {
    Observation at(Instant storyNow) throws InterruptedException, ObservationException;
  }

  private record NamedProbe(String name, Look look) implements Probe {
    @Override
    public Observation observe(Instant storyNow) throws ObservationException {
      try {
        return look.at(storyNow);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ObservationException("interrupted", e);
      } catch (RuntimeException e) {
        throw new ObservationException(e.getMessage(), e);
      }
    }
  }

  /** The names of all probes. */
  public static List<String> names() {
    List<String> names = new ArrayList<>();
    for (IngestPipeline pipeline : IngestPipeline.ALL) {
      names.addAll(
          List.of(
              pipeline.table() + ".freshness",
              pipeline.table() + ".uncommitted",
              pipeline.table() + ".job-failed",
              pipeline.table() + ".duplicates",
              pipeline.table() + ".failed-gates",
              pipeline.table() + ".dead-letters"));
    }
    names.add(IngestPipeline.AD_EVENTS.table() + "." + NULL_RATIO_COLUMN + ".null-ratio");
    names.add(Models.DASHBOARD + ".tiles");
    names.add(Models.DASHBOARD + ".spend-excess");
    names.add(REGISTRY_DOWN);
    return names;
  }

  /** All probes, by name. */
  public Map<String, Probe> all() {
    Map<String, Look> looks = new LinkedHashMap<>();
    for (IngestPipeline pipeline : IngestPipeline.ALL) {
      looks.put(pipeline.table() + ".freshness", now -> freshness(pipeline, now));
      looks.put(pipeline.table() + ".uncommitted", now -> uncommitted(pipeline));
      looks.put(pipeline.table() + ".job-failed", now -> jobFailed(pipeline));
      looks.put(pipeline.table() + ".duplicates", now -> duplicates(pipeline, now));
      looks.put(pipeline.table() + ".failed-gates", now -> failedGates(pipeline, now));
      looks.put(pipeline.table() + ".dead-letters", now -> deadLetters(pipeline));
    }
    IngestPipeline ads = IngestPipeline.AD_EVENTS;
    looks.put(ads.table() + "." + NULL_RATIO_COLUMN + ".null-ratio", now -> nullRatio(ads, now));
    looks.put(Models.DASHBOARD + ".tiles", this::tiles);
    looks.put(Models.DASHBOARD + ".spend-excess", this::spendExcess);
    looks.put(REGISTRY_DOWN, now -> registryDown());
    Map<String, Probe> probes = new LinkedHashMap<>();
    looks.forEach((name, look) -> probes.put(name, new NamedProbe(name, look)));
    return probes;
  }

  private Observation freshness(IngestPipeline pipeline, Instant now) throws ObservationException {
    Freshness freshness = warehouse.freshness(tables.table(pipeline));
    Duration age =
        freshness
            .eventAge(now)
            .orElseThrow(() -> new ObservationException(pipeline.table() + " is empty"));
    return new Observation(
        age.toMillis() / 1000.0,
        "newest event in %s is %d min %02d s old"
            .formatted(pipeline.table(), age.toMinutes(), age.toSecondsPart()),
        Map.of("newestEvent", freshness.newestEvent().orElseThrow().toString()));
  }

  private Observation uncommitted(IngestPipeline pipeline) {
    long behind = tables.behind(pipeline);
    return Observation.of(
        behind,
        "%,d records of %s are not in %s".formatted(behind, pipeline.topic(), pipeline.table()));
  }

  private Observation jobFailed(IngestPipeline pipeline) throws InterruptedException {
    Optional<FlinkJob> job = jobs.job(pipeline);
    if (job.isEmpty() || !job.get().state().equals("FAILED")) {
      return Observation.of(
          0, "job %s is %s".formatted(pipeline.jobName(), job.map(FlinkJob::state).orElse("NONE")));
    }
    List<String> failure = jobs.failure(job.get());
    return Observation.of(
        1,
        "job %s is FAILED: %s"
            .formatted(
                pipeline.jobName(), failure.isEmpty() ? "?" : failure.get(failure.size() - 1)));
  }

  private Observation nullRatio(IngestPipeline pipeline, Instant now) throws ObservationException {
    NullRatio ratio =
        warehouse.nullRatio(tables.table(pipeline), NULL_RATIO_COLUMN, now, NULL_RATIO_WINDOW);
    if (ratio.rows() == 0) {
      // Nothing was ingested in the window: that is freshness's business, and no statement on
      // nulls.
      return Observation.of(0, "%s has no rows of the last hour".formatted(pipeline.table()));
    }
    return Observation.of(
        ratio.ratio(),
        String.format(
            Locale.ROOT,
            "%.1f %% of %s in %s are null over the last hour (%,d of %,d rows)",
            100 * ratio.ratio(),
            ratio.column(),
            pipeline.table(),
            ratio.nulls(),
            ratio.rows()));
  }

  private Observation duplicates(IngestPipeline pipeline, Instant now) {
    long rows = warehouse.duplicates(tables.table(pipeline), now, DUPLICATES_WINDOW);
    return Observation.of(
        rows,
        "%s has %,d rows of the last %d hours in excess of one for each event id"
            .formatted(pipeline.table(), rows, DUPLICATES_WINDOW.toHours()));
  }

  /** Warnings are counted, too: what is expected is not so. */
  private Observation failedGates(IngestPipeline pipeline, Instant now) {
    List<GateResult> unmet =
        models.downstream().askGates(pipeline.table(), GATE_HOURS, now).stream()
            .filter(r -> r.outcome() == Outcome.FAIL || r.outcome() == Outcome.WARN)
            .toList();
    return Observation.of(
        unmet.size(),
        "%d gate results of the last %d whole hours of %s are not met%s"
            .formatted(
                unmet.size(),
                GATE_HOURS,
                pipeline.table(),
                unmet.isEmpty() ? "" : "; " + unmet.get(unmet.size() - 1).words()));
  }

  private Observation deadLetters(IngestPipeline pipeline) {
    long letters = unresolvedLetters.applyAsLong(pipeline);
    return Observation.of(
        letters, "%s has %,d unresolved dead letters".formatted(pipeline.table(), letters));
  }

  private Observation registryDown() {
    Optional<String> trouble = registryTrouble.get();
    return Observation.of(
        trouble.isPresent() ? 1 : 0,
        trouble
            .map("the schema registry does not answer: "::concat)
            .orElse("the schema registry answers"));
  }

  private Observation tiles(Instant now) {
    List<DashboardTile> tiles = models.dashboard(now);
    return Observation.of(
        tiles.size(),
        tiles.isEmpty()
            ? Models.DASHBOARD + " is blank"
            : "%s shows %d hourly slices".formatted(Models.DASHBOARD, tiles.size()));
  }

  /** Of the whole hours that are shown, the one with the most; an open one is not done. */
  private Observation spendExcess(Instant now) {
    return models.dashboard(now).stream()
        .filter(tile -> !endOf(tile).isAfter(now))
        .map(this::spendExcess)
        .max(Comparator.comparing(Observation::value))
        .orElseGet(() -> Observation.of(0, Models.DASHBOARD + " shows no whole hour"));
  }

  private Observation spendExcess(DashboardTile tile) {
    Instant end = endOf(tile);
    double spent =
        warehouse.spendOfEvents(tables.table(IngestPipeline.AD_EVENTS), end.minus(HOUR), end);
    double excess = tile.spend() > 0 ? tile.spend() / Math.max(spent, CENT) - 1 : 0;
    return Observation.of(
        excess,
        String.format(
            Locale.ROOT,
            "%s shows a spend of %,.2f for the hour from %s, %+.1f %% beside one row of each event id",
            Models.DASHBOARD,
            tile.spend(),
            tile.hour(),
            100 * excess));
  }

  private static Instant endOf(DashboardTile tile) {
    return Instant.parse(tile.hour()).plus(HOUR);
  }
}
