package dev.incidentlab.ingest;

import dev.incidentlab.delta.DeltaTable;
import dev.incidentlab.delta.Replaced;
import dev.incidentlab.delta.Staged;
import dev.incidentlab.delta.UpsertRequest;
import dev.incidentlab.delta.UpsertResult;
import dev.incidentlab.delta.failpoint.Failpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;

/** Stages the rows that were read again and applies all of them in one commit. */
final class ReplaySink extends TableSink {
  private static final long serialVersionUID = 1L;

  private static final Failpoint STAGED = Failpoint.named("upsert.staged");
  private static final Failpoint COMMITTED = Failpoint.named("upsert.committed");

  private final String replayId;
  private final UpsertRequest.Mode mode;

  /** As text: what a job graph is made of must be serializable. */
  private final String replacedOffsets;

  private final long replacedSince;

  ReplaySink(
      JobOptions options,
      String topicId,
      String replayId,
      UpsertRequest.Mode mode,
      Replaced replaced) {
    super(options, topicId);
    this.replayId = replayId;
    this.mode = mode;
    this.replacedOffsets = Offsets.formatRanges(replaced.offsets());
    this.replacedSince = replaced.since();
  }

  @Override
  RowStage newStage(DeltaTable table) {
    return RowStage.of(table.newUpsertWriter(replayId, mode));
  }

  @Override
  public Committer<Committable> createCommitter(CommitterInitContext context) {
    Replaced replaced =
        replacedOffsets.isEmpty()
            ? Replaced.NOTHING
            : new Replaced(Offsets.parseRanges(replacedOffsets), replacedSince);
    return new UpsertCommitter(options, replayId, mode, replaced);
  }

  private record UpsertCommitter(
      JobOptions options, String replayId, UpsertRequest.Mode mode, Replaced replaced)
      implements Committer<Committable> {
    @Override
    public void commit(Collection<CommitRequest<Committable>> requests) throws IOException {
      Staged staged =
          requests.stream()
              .map(r -> r.getCommittable().staged())
              .reduce(Staged::and)
              .orElseGet(() -> new Staged(List.of(), List.of()));
      long covered =
          requests.stream()
              .flatMap(r -> r.getCommittable().ranges().values().stream())
              .mapToLong(range -> range.to() - range.from())
              .sum();
      STAGED.reach();
      UpsertResult result =
          options.table().as(replayId).upsert(new UpsertRequest(replayId, staged, mode, replaced));
      COMMITTED.reach();
      // The report of the one that was applied tells what it did.
      if (!result.alreadyApplied()) {
        ReplayReport.of(replayId, covered, result).write(Path.of(options.tableDirectory()));
      }
    }

    @Override
    public void close() {}
  }
}
