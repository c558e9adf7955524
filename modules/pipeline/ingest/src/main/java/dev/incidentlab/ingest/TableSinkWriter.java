package dev.incidentlab.ingest;

import dev.incidentlab.delta.OffsetRange;
import dev.incidentlab.delta.SourcePartition;
import dev.incidentlab.delta.Staged;
import dev.incidentlab.delta.failpoint.Failpoint;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;

/** Writes rows to files and remembers which offsets they cover, from checkpoint to checkpoint. */
final class TableSinkWriter implements CommittingSinkWriter<SourceRow, Committable> {
  private static final Staged NOTHING = new Staged(List.of(), List.of());
  private static final Failpoint PRE_COMMIT = Failpoint.named("sink.pre-commit");

  /** Opens a stage anew after each checkpoint. */
  private final Supplier<RowStage> opener;

  private final String topicId;
  private Map<Integer, OffsetRange> ranges = new HashMap<>();
  private RowStage stage;

  TableSinkWriter(Supplier<RowStage> opener, String topicId) {
    this.opener = opener;
    this.topicId = topicId;
  }

  @Override
  public void write(SourceRow element, Context context) {
    OffsetRange range = ranges.get(element.partition());
    long next = element.offset() + 1;
    ranges.put(
        element.partition(),
        range == null
            ? new OffsetRange(element.offset(), next)
            : new OffsetRange(range.from(), next));
    if (element.row() != null) {
      if (stage == null) {
        stage = opener.get();
      }
      stage.write(element.row());
    }
  }

  @Override
  public void flush(boolean endOfInput) {
    // Files are closed in prepareCommit, which follows each flush.
  }

  @Override
  public Collection<Committable> prepareCommit() {
    if (ranges.isEmpty()) {
      return List.of();
    }
    Staged written = stage == null ? NOTHING : stage.finish();
    Map<SourcePartition, OffsetRange> covered = new HashMap<>();
    ranges.forEach((p, range) -> covered.put(new SourcePartition(topicId, p), range));
    ranges = new HashMap<>();
    stage = null;
    PRE_COMMIT.reach();
    return List.of(new Committable(written, covered));
  }

  @Override
  public void close() {
    if (stage != null) {
      stage.close();
    }
  }
}
