package dev.incidentlab.server.adapter;

import dev.incidentlab.delta.TableCommit;
import dev.incidentlab.drill.Journal;
import dev.incidentlab.drill.JournalEntry.Kind;
import dev.incidentlab.ingest.ReplayReport;
import dev.incidentlab.schema.SchemaRegistry;
import dev.incidentlab.schema.SchemaRegistry.SubjectVersion;
import dev.incidentlab.server.adapter.FlinkRest.FlinkJob;
import dev.incidentlab.warehouse.Warehouse;
import dev.incidentlab.warehouse.lineage.Columns;
import dev.incidentlab.warehouse.lineage.Columns.Column;
import dev.incidentlab.warehouse.lineage.Dataset;
import dev.incidentlab.warehouse.lineage.DeclaredLineage;
import dev.incidentlab.warehouse.lineage.JobRun;
import dev.incidentlab.warehouse.lineage.JobRun.Progress;
import dev.incidentlab.warehouse.lineage.Lineage;
import dev.incidentlab.warehouse.lineage.Lineage.Surroundings;
import dev.incidentlab.warehouse.lineage.Parent;
import dev.incidentlab.warehouse.lineage.TablePipeline;
import dev.incidentlab.warehouse.lineage.TablePipeline.Way;
import dev.incidentlab.warehouse.models.Project;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at Flink's jobs and what they commit, and tells lineage of it; replays and redrives tell of
 * themselves.
 */
public final class LineageFeed implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LineageFeed.class);
  private static final Duration LOOK = Duration.ofSeconds(1);

  /** How often a running job's commits are told at most; they come once a second. */
  private static final Duration TELL = Duration.ofSeconds(5);

  private static final Duration END = Duration.ofSeconds(5);

  private final Sources sources;
  private final Lineage lineage;
  private final Journal journal;
  private final Map<String, Watched> watched = new HashMap<>();
  private final Thread thread = new Thread(this::watch, "lineage-feed");
  private volatile boolean closing;

  /** What is looked at. */
  public record Sources(
      FlinkRest flink,
      Tables tables,
      SchemaRegistry registry,
      Warehouse warehouse,
      Project project) {}

  /**
   * What it tells of, and whom.
   *
   * @param file with the events
   * @param endpoint of a backend that is told, too
   * @param scenario name of the run that all jobs are part of
   * @param run its folder
   * @param models folder of what models publish
   */
  public record Told(Path file, Optional<URI> endpoint, String scenario, Path run, Path models) {}

  /** An ingest job that runs, or ran. */
  private static final class Watched {
    private final IngestPipeline pipeline;
    private final JobRun run;

    /** First version of the table that was not looked at yet. */
    private long next;

    private Optional<Long> version = Optional.empty();
    private long rows;
    private boolean news;
    private int fieldsVersion;
    private long told;
    private boolean ended;

    Watched(IngestPipeline pipeline, JobRun run, long next, int fieldsVersion) {
      this.pipeline = pipeline;
      this.run = run;
      this.next = next;
      this.fieldsVersion = fieldsVersion;
    }
  }

  /** What a bounded job does once it is submitted. */
  public interface Bounded {
    ReplayReport run() throws InterruptedException;
  }

  private LineageFeed(Sources sources, Lineage lineage, Journal journal) {
    this.sources = sources;
    this.lineage = lineage;
    this.journal = journal;
  }

  /** Begins to look. */
  public static LineageFeed start(
      Told told, Sources sources, Journal journal, Supplier<Instant> story) {
    Supplier<DeclaredLineage> declared =
        () ->
            DeclaredLineage.of(
                IngestPipeline.ALL.stream().map(LineageFeed::pipeline).toList(),
                sources.project(),
                table -> sources.tables().table(IngestPipeline.of(table)).schema(),
                sources.warehouse());
    Lineage lineage =
        new Lineage(
            told.file(),
            told.endpoint(),
            new Parent(
                told.scenario(),
                UUID.nameUUIDFromBytes(told.run().toString().getBytes(StandardCharsets.UTF_8))),
            declared,
            new Surroundings(
                dataset -> place(dataset, sources, told.models()), InstantSource.system(), story),
            trouble -> journal.write(Kind.LAB, trouble));
    LineageFeed feed = new LineageFeed(sources, lineage, journal);
    feed.thread.setDaemon(true);
    feed.thread.start();
    return feed;
  }

  private static TablePipeline pipeline(IngestPipeline pipeline) {
    return new TablePipeline(
        pipeline.table(), pipeline.topic(), pipeline.deadLetterTopic(), pipeline.jobName());
  }

  private static URI place(Dataset dataset, Sources sources, Path models) {
    return switch (dataset.kind()) {
      case TOPIC -> URI.create("kafka://" + sources.tables().topics().bootstrap());
      case TABLE -> sources.tables().directory(IngestPipeline.of(dataset.name())).toUri();
      case MODEL, DASHBOARD -> models.resolve(dataset.name()).toUri();
    };
  }

  public Lineage lineage() {
    return lineage;
  }

  private void watch() {
    try {
      while (!closing) {
        try {
          look();
        } catch (RuntimeException e) {
          LOG.warn("cannot look at jobs for lineage: {}", e.getMessage());
        }
        // Neither Flink's REST API nor a Delta log tells when it has something new.
        Thread.sleep(LOOK.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() throws InterruptedException {
    for (FlinkJob job : sources.flink().jobs()) {
      for (IngestPipeline pipeline : IngestPipeline.ALL) {
        if (job.name().equals(pipeline.jobName())) {
          look(job, watched.computeIfAbsent(job.id(), id -> started(pipeline, Way.INGEST, job)));
        }
      }
    }
  }

  private Watched started(IngestPipeline pipeline, Way way, FlinkJob job) {
    // What there is now was written by jobs before it, or is its own first second's.
    List<TableCommit> before = sources.tables().table(pipeline).history();
    long next =
        before.stream()
            .filter(commit -> commit.committedAt().isBefore(job.started()))
            .mapToLong(commit -> commit.version() + 1)
            .max()
            .orElse(0);
    Optional<SubjectVersion> newest = newest(pipeline);
    return new Watched(
        pipeline,
        started(pipeline, way, job.id(), job.started(), newest),
        next,
        newest.map(SubjectVersion::version).orElse(0));
  }

  private JobRun started(
      IngestPipeline pipeline,
      Way way,
      String jobId,
      Instant started,
      Optional<SubjectVersion> newest) {
    return lineage.started(
        pipeline(pipeline),
        way,
        Lineage.flinkRun(jobId),
        started,
        sources.tables().table(pipeline).schema(),
        newest.map(version -> Columns.of(version.schema())).orElse(List.of()));
  }

  /** The newest version that the topic's records may be of; empty if the registry is silent. */
  private Optional<SubjectVersion> newest(IngestPipeline pipeline) {
    try {
      List<SubjectVersion> versions = sources.registry().versions(pipeline.subject());
      return versions.isEmpty() ? Optional.empty() : Optional.of(versions.get(versions.size() - 1));
    } catch (RuntimeException e) {
      LOG.debug("no schema of {} for lineage: {}", pipeline.topic(), e.getMessage());
      return Optional.empty();
    }
  }

  private void look(FlinkJob job, Watched at) throws InterruptedException {
    if (at.ended) {
      return;
    }
    if (job.ended()) {
      Progress progress = progress(at);
      switch (job.state()) {
        case "FAILED" -> {
          List<String> failure = sources.flink().failure(job.id());
          at.run.failed(progress, failure.isEmpty() ? "no cause" : failure.get(failure.size() - 1));
        }
        case "CANCELED" -> at.run.aborted(progress, "somebody cancelled it");
        default -> at.run.completed(progress, Map.of());
      }
      at.ended = true;
    } else if (System.nanoTime() - at.told > TELL.toNanos()) {
      Progress progress = progress(at);
      if (at.news) {
        at.run.running(progress);
        at.news = false;
        at.told = System.nanoTime();
      }
    }
  }

  /** What the job has committed since it was looked at. */
  private Progress progress(Watched at) {
    for (TableCommit commit : sources.tables().table(at.pipeline).history(at.next)) {
      at.next = commit.version() + 1;
      if (commit.job().equals(Optional.of(at.pipeline.jobName()))) {
        at.version = Optional.of(commit.version());
        at.rows += commit.inserted();
        at.news = true;
      }
    }
    List<Column> fields = List.of();
    Optional<SubjectVersion> newest = newest(at.pipeline);
    if (newest.isPresent() && newest.get().version() != at.fieldsVersion) {
      at.fieldsVersion = newest.get().version();
      at.news = true;
      fields = Columns.of(newest.get().schema());
    }
    return new Progress(at.version, at.rows, letters(at.pipeline), fields);
  }

  private long letters(IngestPipeline pipeline) {
    return sources.tables().topics().deadLettersEnd(pipeline);
  }

  /**
   * Tells of a replay or a redrive.
   *
   * @param jobId Flink's
   * @param step waits for its end
   */
  public ReplayReport bounded(IngestPipeline pipeline, Way way, String jobId, Bounded step)
      throws InterruptedException {
    JobRun run = started(pipeline, way, jobId, Instant.now(), newest(pipeline));
    Progress nothing = new Progress(Optional.empty(), 0, 0, List.of());
    try {
      ReplayReport report = step.run();
      run.completed(
          new Progress(
              Optional.of(report.version()),
              report.inserted() + report.updated(),
              report.deadLettered() > 0 && way == Way.REPLAY ? letters(pipeline) : 0,
              List.of()),
          counts(report));
      return report;
    } catch (InterruptedException e) {
      run.aborted(nothing, "the lab was stopped");
      throw e;
    } catch (RuntimeException e) {
      run.failed(nothing, String.valueOf(e.getMessage()));
      throw e;
    }
  }

  private static Map<String, Object> counts(ReplayReport report) {
    Map<String, Object> counts = new LinkedHashMap<>();
    counts.put("run", report.replayId());
    counts.put("records", report.records());
    counts.put("inserted", report.inserted());
    counts.put("updated", report.updated());
    counts.put("unchanged", report.unchanged());
    counts.put("duplicates", report.duplicates());
    counts.put("deadLettered", report.deadLettered());
    return counts;
  }

  /** Tells of the end of what still runs, which ends with the cluster, and closes the file. */
  @Override
  public void close() {
    closing = true;
    thread.interrupt();
    try {
      thread.join(END.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (Watched at : watched.values()) {
      if (!at.ended) {
        at.run.aborted(new Progress(at.version, at.rows, 0, List.of()), "the lab was stopped");
      }
    }
    lineage.close();
    journal.write(
        Kind.LAB,
        "Lineage: %,d events, which kept their thread busy for %.1f s."
            .formatted(lineage.told(), lineage.busy().toMillis() / 1000.0));
  }
}
