package dev.incidentlab.server.adapter;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whether an ingest job that was broken at the page works again: it runs, and rows that its table
 * did not have then come in. For one thread.
 */
public final class IngestWatch {
  private static final Set<String> BROKEN = Set.of("FAILED", "FAILING", "RESTARTING");

  private final IngestPipeline pipeline;
  private boolean progressing;
  private long mark;

  /**
   * A change that was seen.
   *
   * @param progressing whether it works from now on
   * @param text one sentence
   */
  public record Change(boolean progressing, String text) {}

  /**
   * @param positions of its table at the page
   */
  public IngestWatch(IngestPipeline pipeline, Map<Integer, Long> positions) {
    this.pipeline = pipeline;
    this.mark = sum(positions);
  }

  /** Whether {@link #saw} has to be told positions. */
  public boolean needsPositions() {
    return !progressing;
  }

  /**
   * Takes in a look at the job.
   *
   * @param state Flink's word; empty if there is no job
   * @param positions of its table; only looked at while they are needed
   */
  public Optional<Change> saw(Optional<String> state, Map<Integer, Long> positions) {
    if (progressing) {
      if (state.isEmpty() || !BROKEN.contains(state.get())) {
        return Optional.empty();
      }
      progressing = false;
      mark = Long.MAX_VALUE;
      return Optional.of(
          new Change(false, "%s is %s again.".formatted(pipeline.jobName(), state.get())));
    }
    long position = sum(positions);
    if (mark == Long.MAX_VALUE) {
      mark = position; // What it brought before it failed is no progress after.
    }
    boolean moved = position > mark;
    if (!moved || !state.equals(Optional.of("RUNNING"))) {
      return Optional.empty();
    }
    progressing = true;
    return Optional.of(
        new Change(
            true,
            "%s runs, and %s has come %,d records further."
                .formatted(pipeline.jobName(), pipeline.table(), position - mark)));
  }

  private static long sum(Map<Integer, Long> positions) {
    return positions.values().stream().mapToLong(Long::longValue).sum();
  }
}
