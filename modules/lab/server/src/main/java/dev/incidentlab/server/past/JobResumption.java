package dev.incidentlab.server.past;

import dev.incidentlab.drill.Journal;
import dev.incidentlab.drill.JournalEntry.Kind;
import dev.incidentlab.ingest.Offsets;
import dev.incidentlab.server.adapter.FlinkRest.FlinkJob;
import dev.incidentlab.server.adapter.IngestJobs;
import dev.incidentlab.server.adapter.IngestJobs.StartFrom;
import dev.incidentlab.server.adapter.IngestPipeline;
import dev.incidentlab.server.adapter.JobLines;
import dev.incidentlab.server.adapter.RetainedCheckpoints;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Starts the ingest jobs, of a run that begins or goes on. A cluster keeps no jobs over its end,
 * only their checkpoints; which jobs there were, the journal knows.
 *
 * <ul>
 *   <li>One that ran goes on from its newest checkpoint, or as it was started if it had none yet.
 *   <li>One that somebody cancelled stays so.
 *   <li>One that had failed stays so, too. To have it fail again would take records in that the
 *       table did not have, and if flags were set since it would do what is somebody's to do. The
 *       new cluster knows nothing of it: what is told of it is what was told before.
 * </ul>
 *
 * <p>Where a cluster has gone on meanwhile, a job that runs or has failed there is left alone.
 */
public final class JobResumption {

  private final PastJobs past;
  private final Path checkpoints;
  private final Journal journal;

  /**
   * @param checkpoints folder with a folder of checkpoints for each job id
   */
  public JobResumption(PastJobs past, Path checkpoints, Journal journal) {
    this.past = past;
    this.checkpoints = checkpoints;
    this.journal = journal;
  }

  /** Starts a pipeline's job, or leaves it ended. May be called by several threads. */
  public void takeUp(IngestJobs jobs, IngestPipeline pipeline) throws InterruptedException {
    Optional<PastJobs.Standing> standing = past.of(pipeline.jobName());
    if (standing.isEmpty()) {
      String id = jobs.start(pipeline, StartFrom.EARLIEST, Map.of());
      journal.write(
          Journal.LAB,
          Kind.LAB,
          "Job %s is submitted.".formatted(pipeline.jobName()),
          JobLines.started(pipeline.jobName(), id, StartFrom.EARLIEST));
      return;
    }
    PastJobs.Standing job = standing.get();
    // A cluster of somebody else's goes on while this lab is away, and forgets nothing.
    Optional<FlinkJob> there = jobs.job(pipeline);
    if (there.isPresent() && !there.get().ended()) {
      journal.write(
          Kind.LAB,
          "Job %s has run on as Flink job %s.".formatted(pipeline.jobName(), there.get().id()));
      return;
    }
    if (there.isPresent() && there.get().state().equals("FAILED")) {
      stays(there.get(), jobs.failure(there.get()));
      return;
    }
    Beginning beginning = beginning(job.starts());
    // Whoever restarts a job that is left as it was needs it, too.
    beginning.checkpoint().ifPresent(path -> jobs.checkpoints().remember(pipeline, path));
    if (job.ended().isPresent()) {
      leave(jobs, job.newest(pipeline.jobName()), job.failure());
    } else {
      start(jobs, pipeline, beginning);
    }
  }

  private void leave(IngestJobs jobs, FlinkJob job, List<String> failure) {
    jobs.remember(job, failure);
    stays(job, failure);
  }

  private void stays(FlinkJob job, List<String> failure) {
    journal.write(
        Journal.LAB,
        Kind.LAB,
        "Job %s stays %s, as it was.".formatted(job.name(), job.state()),
        JobLines.standing(job, failure));
  }

  private void start(IngestJobs jobs, IngestPipeline pipeline, Beginning beginning)
      throws InterruptedException {
    StartFrom from = beginning.start().from();
    String id =
        jobs.start(
            pipeline,
            from,
            from == StartFrom.OFFSETS ? Offsets.parse(beginning.start().offsets()) : Map.of());
    journal.write(
        Journal.LAB,
        Kind.LAB,
        "Job %s goes on from %s as Flink job %s."
            .formatted(
                pipeline.jobName(),
                from == StartFrom.CHECKPOINT
                    ? "its newest checkpoint"
                    : from.name().toLowerCase(Locale.ROOT),
                id),
        JobLines.started(pipeline.jobName(), id, from));
  }

  /** Where a job goes on. */
  private record Beginning(PastJobs.Start start, Optional<Path> checkpoint) {}

  /**
   * The newest start that left a checkpoint, or that took none: beyond that one nothing of what
   * came before may come in.
   *
   * @param starts newest first
   */
  private Beginning beginning(List<PastJobs.Start> starts) {
    for (PastJobs.Start start : starts) {
      Optional<Path> checkpoint = RetainedCheckpoints.newestIn(checkpoints.resolve(start.id()));
      if (checkpoint.isPresent()) {
        return new Beginning(
            new PastJobs.Start(start.id(), StartFrom.CHECKPOINT, "", start.wall()), checkpoint);
      }
      if (start.from() != StartFrom.CHECKPOINT) {
        return new Beginning(start, Optional.empty());
      }
    }
    PastJobs.Start first = starts.get(starts.size() - 1);
    return new Beginning(
        new PastJobs.Start(first.id(), StartFrom.EARLIEST, "", first.wall()), Optional.empty());
  }
}
