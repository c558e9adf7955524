package dev.incidentlab.server.adapter;

import dev.incidentlab.server.adapter.FlinkRest.FlinkJob;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** The checkpoints that ingest jobs left, from which others may go on. */
public final class RetainedCheckpoints {
  private static final String METADATA = "_metadata";
  private static final String FOLDER_PREFIX = "chk-";

  private final FlinkRest flink;
  private final Function<IngestPipeline, Optional<Instant>> restoredAt;
  private final Map<String, String> last = new ConcurrentHashMap<>();

  /**
   * @param restoredAt when a pipeline's table was last put back to an older version
   */
  RetainedCheckpoints(FlinkRest flink, Function<IngestPipeline, Optional<Instant>> restoredAt) {
    this.flink = flink;
    this.restoredAt = restoredAt;
  }

  /** Tells of a checkpoint that a job left on an earlier cluster. */
  public void remember(IngestPipeline pipeline, Path checkpoint) {
    last.put(pipeline.table(), checkpoint.toUri().toString());
  }

  /**
   * The newest one of a pipeline's jobs, as Flink tells it. One from before the table was restored
   * is none: its offsets are beyond the table's, and what lies between would never come in.
   */
  public Optional<String> newest(IngestPipeline pipeline) throws InterruptedException {
    Optional<Instant> restored = restoredAt.apply(pipeline);
    for (FlinkJob job : flink.jobs()) {
      if (job.name().equals(pipeline.jobName())) {
        Optional<String> found = flink.checkpoint(job.id());
        if (found.isPresent() && isUsable(found.get(), restored)) {
          last.put(pipeline.table(), found.get());
          return found;
        }
      }
    }
    return Optional.ofNullable(last.get(pipeline.table()))
        .flatMap(RetainedCheckpoints::newestSibling)
        .filter(found -> isUsable(found, restored));
  }

  /**
   * The same.
   *
   * @throws IllegalArgumentException if there is none
   */
  String required(IngestPipeline pipeline) throws InterruptedException {
    return newest(pipeline)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s has no retained checkpoint%s; wait for its first if it runs, or `./lab job start %s --from earliest`: the table skips what it has"
                        .formatted(
                            pipeline.jobName(),
                            restoredAt
                                .apply(pipeline)
                                .map(at -> " from after its table was restored (%s)".formatted(at))
                                .orElse(""),
                            pipeline.table())));
  }

  private static boolean isUsable(String checkpoint, Optional<Instant> restored) {
    try {
      Instant completed = Files.getLastModifiedTime(path(checkpoint).resolve(METADATA)).toInstant();
      return restored.isEmpty() || completed.isAfter(restored.get());
    } catch (IOException e) {
      // It is not retained.
      return false;
    }
  }

  /** Flink may have forgotten the job; its checkpoint folder has not. */
  private static Optional<String> newestSibling(String checkpoint) {
    return newestIn(path(checkpoint).getParent()).map(newest -> newest.toUri().toString());
  }

  /** The newest whole checkpoint in the folder of one job; empty if it has none. */
  public static Optional<Path> newestIn(Path folder) {
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    try (Stream<Path> checkpoints = Files.list(folder)) {
      return checkpoints
          .filter(path -> path.getFileName().toString().startsWith(FOLDER_PREFIX))
          .filter(path -> Files.exists(path.resolve(METADATA)))
          .max(Comparator.comparingLong(RetainedCheckpoints::number));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + folder, e);
    }
  }

  private static long number(Path checkpoint) {
    return Long.parseLong(checkpoint.getFileName().toString().substring(FOLDER_PREFIX.length()));
  }

  private static Path path(String checkpoint) {
    return Path.of(checkpoint.replaceFirst("^file:(//)?", ""));
  }
}
