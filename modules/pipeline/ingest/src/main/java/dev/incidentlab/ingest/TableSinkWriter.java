package dev.incidentlab.ingest;

import dev.incidentlab.delta.DataFile;
import dev.incidentlab.delta.DataFileWriter;
import dev.incidentlab.delta.OffsetRange;
import dev.incidentlab.delta.SourcePartition;
import dev.incidentlab.delta.failpoint.Failpoint;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;

/** Writes rows to files and remembers which offsets they cover, from checkpoint to checkpoint. */
final class TableSinkWriter implements CommittingSinkWriter<SourceRow, Committable> {
  /** Opens files anew after each checkpoint. */
  interface FileOpener {
    DataFileWriter open();
  }

  private static final Failpoint PRE_COMMIT = Failpoint.named("sink.pre-commit");

  private final FileOpener opener;
  private final String topicId;
  private Map<Integer, OffsetRange> ranges = new HashMap<>();
  private DataFileWriter files;

  TableSinkWriter(FileOpener opener, String topicId) {
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
      if (files == null) {
        files = opener.open();
      }
      files.write(element.row());
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
    List<DataFile> written = files == null ? List.of() : files.finish();
    Map<SourcePartition, OffsetRange> covered = new HashMap<>();
    ranges.forEach((p, range) -> covered.put(new SourcePartition(topicId, p), range));
    ranges = new HashMap<>();
    files = null;
    PRE_COMMIT.reach();
    return List.of(new Committable(written, covered));
  }

  @Override
  public void close() {
    if (files != null) {
      files.close();
    }
  }
}
