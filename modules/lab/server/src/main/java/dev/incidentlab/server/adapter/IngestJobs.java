package dev.incidentlab.server.adapter;

import dev.incidentlab.delta.DeltaTable;
import dev.incidentlab.ingest.DeltaSink;
import dev.incidentlab.ingest.IngestJob;
import dev.incidentlab.ingest.JobOptions;
import dev.incidentlab.ingest.Offsets;
import dev.incidentlab.server.adapter.FlinkRest.FlinkJob;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The continuous ingest jobs on the Flink cluster: submitting, ending, and finding their
 * checkpoints. Calls that change a job come one at a time, from the verbs.
 */
public final class IngestJobs {
  private static final Logger LOG = LoggerFactory.getLogger(IngestJobs.class);
  private static final String MAIN_CLASS = IngestJob.class.getName();
  private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(1);
  private static final Duration END_LIMIT = Duration.ofSeconds(60);

  /** The jobs' jar with the beginning of its SHA-256 in its name. */
  private static final Pattern BUILT_IN = Pattern.compile("ingest-([0-9a-f]{16})\\.jar");

  private final FlinkRest flink;
  private final Path jar;
  private final PlatformAccess access;
  private final Path tables;
  private final Optional<Path> checkpoints;
  private final RetainedCheckpoints retained;
  private final Map<String, DeltaTable> opened = new ConcurrentHashMap<>();
  private final Map<String, PastJob> past = new ConcurrentHashMap<>();
  private String jarId;

  /** A job that ended before this cluster was started, and why. */
  private record PastJob(FlinkJob job, List<String> failure) {}

  /** Where a job takes up its work. */
  public enum StartFrom {
    CHECKPOINT,
    LATEST,
    EARLIEST,
    OFFSETS
  }

  /**
   * @param jar the jar with the jobs
   * @param tables folder of all tables, as a path that the cluster's hosts share
   * @param checkpoints where the jobs leave theirs, a path of that kind, too; empty for where the
   *     cluster says
   */
  public IngestJobs(
      FlinkRest flink, Path jar, PlatformAccess access, Path tables, Optional<Path> checkpoints) {
    this.flink = flink;
    this.jar = jar;
    this.access = access;
    this.tables = tables;
    this.checkpoints = checkpoints;
    this.retained = new RetainedCheckpoints(flink, this::restoredAt);
  }

  /** Makes no table: whoever only looks may come while there is none. */
  private Optional<Instant> restoredAt(IngestPipeline pipeline) {
    // Opened once: from then on only what was committed since is read.
    return Optional.ofNullable(opened.computeIfAbsent(pipeline.table(), name -> open(pipeline)))
        .flatMap(DeltaTable::restoredAt);
  }

  /** Null if it is not there yet. */
  private @Nullable DeltaTable open(IngestPipeline pipeline) {
    Path table = Path.of(pipeline.options(access, tables).tableDirectory());
    return Files.isDirectory(table.resolve("_delta_log")) ? DeltaTable.open(table) : null;
  }

  /** Checkpoints that jobs left. */
  public RetainedCheckpoints checkpoints() {
    return retained;
  }

  /**
   * The thin jar that this process has its own copy of the jobs from. The embedded cluster has
   * everything else on its class path: to send it the self-contained jar would only take time.
   */
  public static Path thinJar() {
    try {
      return Path.of(IngestJob.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the location of a class is a URI", e);
    }
  }

  /**
   * Refuses a cluster that has the jobs of another build on its class path: it would run those,
   * whatever is uploaded. The image of {@code containers/flink} names the build.
   *
   * @throws IllegalStateException if so
   */
  public void requireThisBuild() throws InterruptedException {
    for (Path entry : flink.classPath()) {
      Matcher jobs = BUILT_IN.matcher(entry.getFileName().toString());
      if (jobs.matches() && !sha256(jar).startsWith(jobs.group(1))) {
        throw new IllegalStateException(
            "flink has the jobs of another build on its class path (%s); build the images of one build: `docker compose up -d --build`"
                .formatted(entry));
      }
    }
  }

  private static String sha256(Path file) {
    try (InputStream in =
        new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
      in.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(((DigestInputStream) in).getMessageDigest().digest());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** What every job of a pipeline is told, the version that its table declares now with it. */
  public JobOptions options(IngestPipeline pipeline) {
    return pipeline.options(access, tables).asDeclared();
  }

  /** The id of the jar on the cluster; the first call uploads it. */
  public synchronized String jarId() throws InterruptedException {
    if (jarId == null) {
      jarId = flink.upload(jar);
    }
    return jarId;
  }

  /**
   * To be called before a job manager is restarted: it keeps neither jobs nor what was uploaded.
   * Newest checkpoints are remembered if it still tells of them.
   */
  public synchronized void clusterRestarts() throws InterruptedException {
    jarId = null;
    for (IngestPipeline pipeline : IngestPipeline.ALL) {
      try {
        retained.newest(pipeline);
      } catch (FlinkRest.FlinkException e) {
        LOG.info("no news of {}'s checkpoints: {}", pipeline.jobName(), e.getMessage());
      }
    }
  }

  /** The newest job of a pipeline; one that {@link #remember} told of if there was none since. */
  public Optional<FlinkJob> job(IngestPipeline pipeline) throws InterruptedException {
    return flink
        .job(pipeline.jobName())
        .or(() -> Optional.ofNullable(past.get(pipeline.jobName())).map(PastJob::job));
  }

  /**
   * Tells of a job that ended on an earlier cluster, which this one knows nothing of.
   *
   * @param failure why, outermost cause first; empty if it did not fail
   */
  public void remember(FlinkJob job, List<String> failure) {
    past.put(job.name(), new PastJob(job, failure));
  }

  /** Whether a job ended on an earlier cluster: this one has no page and no figures of it. */
  public boolean isPast(FlinkJob job) {
    PastJob found = past.get(job.name());
    return found != null && found.job().id().equals(job.id());
  }

  /** Why a job last failed, outermost cause first, a line each; empty if it never did. */
  public List<String> failure(FlinkJob job) throws InterruptedException {
    return isPast(job) ? past.get(job.name()).failure() : flink.failure(job.id());
  }

  /**
   * Waits for the end of a pipeline's newest job.
   *
   * @return whether it has ended within the limit
   */
  public boolean awaitEnd(IngestPipeline pipeline, Duration limit) throws InterruptedException {
    Optional<FlinkJob> job = job(pipeline);
    return job.isPresent()
        && (job.get().ended() || flink.awaitEnd(job.get().id(), limit).isPresent());
  }

  /**
   * Ends the job if it runs, and starts it from its newest checkpoint.
   *
   * @throws IllegalArgumentException if there is none to start from; the job runs on then
   */
  public String restart(IngestPipeline pipeline) throws InterruptedException {
    Optional<FlinkJob> job = job(pipeline);
    retained.required(pipeline);
    if (job.isPresent() && !job.get().ended()) {
      end(pipeline, job.get());
    }
    return start(pipeline, StartFrom.CHECKPOINT, Map.of());
  }

  /**
   * Ends the job; its checkpoints stay.
   *
   * @return the job's id in Flink
   * @throws IllegalArgumentException if it does not run
   */
  public String stop(IngestPipeline pipeline) throws InterruptedException {
    FlinkJob job =
        job(pipeline)
            .filter(found -> !found.ended())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "job stop: %s does not run; `./lab job status` shows how it ended"
                            .formatted(pipeline.jobName())));
    end(pipeline, job);
    return job.id();
  }

  private void end(IngestPipeline pipeline, FlinkJob job) throws InterruptedException {
    retained.newest(pipeline); // Remembered, in case Flink forgets the job once it has ended.
    flink.cancel(job.id());
    if (!awaitEnd(pipeline, END_LIMIT)) {
      throw new IllegalStateException(
          "%s did not end within %d s; see `./lab logs flink-jobmanager`"
              .formatted(pipeline.jobName(), END_LIMIT.toSeconds()));
    }
  }

  /**
   * Starts the job.
   *
   * @param offsets next offset to read by partition, for {@link StartFrom#OFFSETS}
   * @return the job's id in Flink
   * @throws IllegalArgumentException if the job runs, or there is no checkpoint to start from
   */
  public String start(IngestPipeline pipeline, StartFrom from, Map<Integer, Long> offsets)
      throws InterruptedException {
    Optional<FlinkJob> job = job(pipeline);
    if (job.isPresent() && !job.get().ended()) {
      throw new IllegalArgumentException(
          "job start: %s is %s; use `job restart` to start it anew from its checkpoint"
              .formatted(pipeline.jobName(), job.get().state()));
    }
    String checkpoint = from == StartFrom.CHECKPOINT ? retained.required(pipeline) : null;
    String start =
        switch (from) {
          case LATEST -> "latest";
          case OFFSETS -> "offsets:" + Offsets.format(offsets);
          // A checkpoint comes before this; partitions that it does not know begin at the
          // beginning.
          case CHECKPOINT, EARLIEST -> "earliest";
        };
    List<String> arguments = new ArrayList<>(options(pipeline).toArguments());
    arguments.addAll(
        List.of(
            "--job-name", pipeline.jobName(),
            "--start", start,
            "--checkpoint-interval-ms", String.valueOf(CHECKPOINT_INTERVAL.toMillis())));
    checkpoints.ifPresent(
        folder -> arguments.addAll(List.of("--checkpoint-directory", folder.toUri().toString())));
    String id = flink.run(jarId(), MAIN_CLASS, arguments, checkpoint);
    past.remove(pipeline.jobName());
    return id;
  }

  /**
   * Commits to the table by a job.
   *
   * @param count since the committing task started
   * @param micros what they took together, in microseconds
   */
  public record Commits(long count, long micros) {}

  /** Commits of a job that runs; empty while its task manager has not told of them. */
  public Optional<Commits> commits(IngestPipeline pipeline, String jobId)
      throws InterruptedException {
    String count = committer(pipeline) + DeltaSink.COMMITS;
    String micros = committer(pipeline) + DeltaSink.COMMIT_MICROS;
    Map<String, Long> sums = flink.sums(jobId, List.of(count, micros));
    return sums.containsKey(count) && sums.containsKey(micros)
        ? Optional.of(new Commits(sums.get(count), sums.get(micros)))
        : Optional.empty();
  }

  /** The committing operator, as Flink's metrics spell its name. */
  private static String committer(IngestPipeline pipeline) {
    return pipeline.table() + "__Committer.";
  }
}
