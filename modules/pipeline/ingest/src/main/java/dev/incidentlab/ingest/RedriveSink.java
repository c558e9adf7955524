package dev.incidentlab.ingest;

import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/** Brings redriven rows into the table and resolves their letters; for a parallelism of one. */
final class RedriveSink implements Sink<SourceRow> {
  private static final long serialVersionUID = 1L;

  private final JobOptions options;
  private final String topicId;
  private final String redriveId;
  private final String resolvedBy;

  RedriveSink(JobOptions options, String topicId, String redriveId, String resolvedBy) {
    this.options = options;
    this.topicId = topicId;
    this.redriveId = redriveId;
    this.resolvedBy = resolvedBy;
  }

  @Override
  public SinkWriter<SourceRow> createWriter(WriterInitContext context) {
    return new RedriveWriter(options, topicId, redriveId, resolvedBy);
  }
}
