package dev.incidentlab.server.adapter;

import dev.incidentlab.server.adapter.FlinkRest.FlinkJob;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Notices that an ingest job has failed or was cancelled, once for each. For one thread. */
public final class JobEnds {
  private static final Set<String> ENDS = Set.of("FAILED", "CANCELED");

  private final IngestJobs jobs;
  private final Set<String> noted = new HashSet<>();

  /**
   * An end that nobody was told of yet.
   *
   * @param text a sentence
   * @param data the figures behind it, see {@link JobLines}
   */
  public record End(String text, Map<String, Object> data) {}

  public JobEnds(IngestJobs jobs) {
    this.jobs = jobs;
  }

  /** All jobs as they stand; ends among them are then no news. */
  public List<Map<String, Object>> standing() throws InterruptedException {
    List<Map<String, Object>> standing = new ArrayList<>();
    for (IngestPipeline pipeline : IngestPipeline.ALL) {
      for (FlinkJob job : jobs.job(pipeline).stream().toList()) {
        if (ENDS.contains(job.state())) {
          noted.add(job.id());
        }
        standing.add(JobLines.standing(job, failure(job)));
      }
    }
    return standing;
  }

  /** Somebody was told of a job's end in other words. */
  public void note(String jobId) {
    noted.add(jobId);
  }

  /** Looks again. */
  public List<End> look() throws InterruptedException {
    List<End> ends = new ArrayList<>();
    for (IngestPipeline pipeline : IngestPipeline.ALL) {
      for (FlinkJob job : jobs.job(pipeline).stream().toList()) {
        if (ENDS.contains(job.state()) && noted.add(job.id())) {
          List<String> failure = failure(job);
          String cause = failure.isEmpty() ? "" : ": " + failure.get(failure.size() - 1);
          ends.add(
              new End(
                  "Job %s is %s%s".formatted(job.name(), job.state(), cause),
                  JobLines.standing(job, failure)));
        }
      }
    }
    return ends;
  }

  private List<String> failure(FlinkJob job) throws InterruptedException {
    return job.state().equals("FAILED") ? jobs.failure(job) : List.of();
  }
}
