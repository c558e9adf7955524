package dev.incidentlab.ingest;

import dev.incidentlab.delta.DataFile;
import dev.incidentlab.delta.DeltaTable;
import dev.incidentlab.delta.OffsetRange;
import dev.incidentlab.delta.SourcePartition;
import dev.incidentlab.delta.failpoint.Failpoint;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.metrics.Counter;

/**
 * Appends by log position: the commit carries each partition's next offset, and rows that the table
 * already has are left out, whatever checkpoint the job came from.
 */
public final class DeltaSink extends TableSink {
  /** Counter of the committing operator: commits to the table since its task started. */
  public static final String COMMITS = "tableCommits";

  /** Counter of the committing operator: microseconds that these took together. */
  public static final String COMMIT_MICROS = "tableCommitMicros";

  private static final long serialVersionUID = 1L;
  private static final String FILE_PREFIX = "ingest";
  private static final Failpoint CHECKPOINTED = Failpoint.named("append.checkpointed");
  private static final Failpoint COMMITTED = Failpoint.named("append.committed");

  private final String jobName;

  DeltaSink(JobOptions options, String topicId, String jobName) {
    super(options, topicId);
    this.jobName = jobName;
  }

  @Override
  RowStage newStage(DeltaTable table) {
    return RowStage.of(table.newWriter(FILE_PREFIX));
  }

  @Override
  public Committer<Committable> createCommitter(CommitterInitContext context) {
    return new AppendCommitter(
        options.table().as(jobName),
        context.metricGroup().counter(COMMITS),
        context.metricGroup().counter(COMMIT_MICROS));
  }

  /**
   * @param commits counts commits
   * @param micros adds up what they took
   */
  private record AppendCommitter(DeltaTable table, Counter commits, Counter micros)
      implements Committer<Committable> {
    @Override
    public void commit(Collection<CommitRequest<Committable>> requests) {
      List<DataFile> files = new ArrayList<>();
      Map<SourcePartition, OffsetRange> ranges = new HashMap<>();
      for (CommitRequest<Committable> request : requests) {
        files.addAll(request.getCommittable().staged().files());
        request
            .getCommittable()
            .ranges()
            .forEach((partition, range) -> ranges.merge(partition, range, DeltaSink::span));
      }
      if (!ranges.isEmpty()) {
        CHECKPOINTED.reach();
        long began = System.nanoTime();
        table.append(files, ranges);
        commits.inc();
        micros.inc(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - began));
        COMMITTED.reach();
      }
    }

    @Override
    public void close() {}
  }

  /**
   * Several committables of one partition follow each other, as they come from successive
   * checkpoints.
   */
  private static OffsetRange span(OffsetRange a, OffsetRange b) {
    return new OffsetRange(Math.min(a.from(), b.from()), Math.max(a.to(), b.to()));
  }
}
