package dev.incidentlab.ingest;

import dev.incidentlab.delta.DeltaTable;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.connector.sink2.SupportsPreCommitTopology;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * Writes rows to data files of the table and commits them together: what all subtasks wrote goes to
 * one committer, so that a checkpoint is one Delta commit.
 */
abstract class TableSink
    implements Sink<SourceRow>,
        SupportsCommitter<Committable>,
        SupportsPreCommitTopology<Committable, Committable> {
  private static final long serialVersionUID = 1L;

  protected final JobOptions options;
  private final String topicId;

  TableSink(JobOptions options, String topicId) {
    this.options = options;
    this.topicId = topicId;
  }

  /** Takes rows that are not part of the table yet. */
  abstract RowStage newStage(DeltaTable table);

  @Override
  public SinkWriter<SourceRow> createWriter(WriterInitContext context) {
    DeltaTable table = options.table();
    return new TableSinkWriter(() -> newStage(table), topicId);
  }

  @Override
  public abstract Committer<Committable> createCommitter(CommitterInitContext context);

  @Override
  public SimpleVersionedSerializer<Committable> getCommittableSerializer() {
    return new Committable.Serializer();
  }

  @Override
  public DataStream<CommittableMessage<Committable>> addPreCommitTopology(
      DataStream<CommittableMessage<Committable>> committables) {
    return committables.global();
  }

  @Override
  public SimpleVersionedSerializer<Committable> getWriteResultSerializer() {
    return new Committable.Serializer();
  }
}
