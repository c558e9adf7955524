package dev.incidentlab.server.adapter;

import dev.incidentlab.server.adapter.FlinkRest.FlinkJob;
import dev.incidentlab.server.adapter.IngestJobs.StartFrom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.Uuid;

/**
 * Notices what somebody did with other tools than the lab's verbs: a job ended or started in
 * Flink's UI, a topic deleted or made anew, a group's offsets reset. For one thread.
 */
public final class OutsideChanges {
  private final IngestJobs jobs;
  private final KafkaTopics topics;
  private final Map<IngestPipeline, Seen> last = new HashMap<>();

  /**
   * A pipeline at one look.
   *
   * @param job its newest job
   * @param topicId empty if the topic is gone
   * @param committed offsets of its consumer group by partition
   */
  record Seen(Optional<FlinkJob> job, Optional<Uuid> topicId, Map<Integer, Long> committed) {
    /** The group's offsets move by themselves only while a job runs. */
    boolean idle() {
      return job.map(FlinkJob::ended).orElse(true);
    }
  }

  /**
   * A change.
   *
   * @param text a sentence without its full stop
   * @param data the figures behind it, see {@link JobLines}
   */
  public record Change(String text, Map<String, Object> data) {}

  public OutsideChanges(IngestJobs jobs, KafkaTopics topics) {
    this.jobs = jobs;
    this.topics = topics;
  }

  /**
   * Looks again.
   *
   * @return what has changed since the last look and does not change by itself
   */
  public List<Change> look() throws InterruptedException {
    List<Change> changes = new ArrayList<>();
    for (IngestPipeline pipeline : IngestPipeline.ALL) {
      Seen now =
          new Seen(jobs.job(pipeline), topics.findTopicId(pipeline), topics.committed(pipeline));
      Seen before = last.put(pipeline, now);
      if (before != null) {
        changes.addAll(between(pipeline, before, now));
      }
    }
    return changes;
  }

  static List<Change> between(IngestPipeline pipeline, Seen before, Seen now) {
    List<Change> changes = new ArrayList<>();
    Optional<String> was = before.job().map(FlinkJob::id);
    Optional<String> is = now.job().map(FlinkJob::id);
    if (is.isPresent() && !is.equals(was)) {
      changes.add(
          new Change(
              "%s was started as Flink job %s".formatted(pipeline.jobName(), is.get()),
              JobLines.started(pipeline.jobName(), is.get(), StartFrom.CHECKPOINT)));
    } else if (cancelled(now) && !cancelled(before)) {
      changes.add(
          new Change(
              "%s was cancelled (Flink job %s)".formatted(pipeline.jobName(), is.orElse("?")),
              JobLines.standing(now.job().orElseThrow(), List.of())));
    }
    if (before.topicId().isPresent() && now.topicId().isEmpty()) {
      changes.add(new Change("topic %s was deleted".formatted(pipeline.topic()), Map.of()));
    } else if (!before.topicId().equals(now.topicId())) {
      changes.add(new Change("topic %s was made anew".formatted(pipeline.topic()), Map.of()));
    }
    if (before.idle() && now.idle() && !before.committed().equals(now.committed())) {
      changes.add(
          new Change(
              "offsets of group %s were set to %s (were %s)"
                  .formatted(
                      pipeline.jobName(),
                      new TreeMap<>(now.committed()),
                      new TreeMap<>(before.committed())),
              Map.of()));
    }
    return changes;
  }

  private static boolean cancelled(Seen seen) {
    return seen.job().map(FlinkJob::state).filter(s -> Objects.equals(s, "CANCELED")).isPresent();
  }
}
