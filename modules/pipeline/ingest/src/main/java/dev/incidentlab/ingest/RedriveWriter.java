package dev.incidentlab.ingest;

import dev.incidentlab.delta.DeltaTable;
import dev.incidentlab.delta.SourcePartition;
import dev.incidentlab.delta.Staged;
import dev.incidentlab.delta.UpsertRequest;
import dev.incidentlab.delta.UpsertResult;
import dev.incidentlab.delta.UpsertWriter;
import dev.incidentlab.delta.failpoint.Failpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The one writer of a redrive. At the end of the input all rows come into the table in one commit,
 * and only then are their letters resolved: if it ends in between, the letters are still there, and
 * the next redrive finds their rows unchanged.
 */
final class RedriveWriter implements SinkWriter<SourceRow> {
  private static final Failpoint COMMITTED = Failpoint.named("redrive.committed");
  private static final Failpoint RESOLVED = Failpoint.named("redrive.resolved");

  private final JobOptions options;
  private final String topicId;
  private final String redriveId;
  private final String resolvedBy;
  private final DeltaTable table;
  private final List<Resolution> resolutions = new ArrayList<>();
  private long letters;
  private UpsertWriter rows;

  RedriveWriter(JobOptions options, String topicId, String redriveId, String resolvedBy) {
    this.options = options;
    this.topicId = topicId;
    this.redriveId = redriveId;
    this.resolvedBy = resolvedBy;
    this.table = options.table().as(redriveId);
  }

  @Override
  public void write(SourceRow element, Context context) {
    letters++;
    if (element.row() == null) {
      return;
    }
    if (rows == null) {
      rows = table.newUpsertWriter(redriveId, UpsertRequest.Mode.UPSERT);
    }
    rows.write(element.row());
    resolutions.add(
        new Resolution(
            options.topic(), topicId, element.partition(), element.offset(), resolvedBy));
  }

  @Override
  public void flush(boolean endOfInput) throws IOException, InterruptedException {
    if (!endOfInput) {
      return;
    }
    refuseBeyondIngest();
    Staged staged = rows == null ? new Staged(List.of(), List.of()) : rows.finish();
    rows = null;
    UpsertResult result =
        table.upsert(new UpsertRequest(redriveId, staged, UpsertRequest.Mode.UPSERT));
    COMMITTED.reach();
    resolve();
    RESOLVED.reach();
    ReplayReport.of(redriveId, letters, result).write(Path.of(options.tableDirectory()));
  }

  /** Past it, ingest would append the rows that this brings. */
  private void refuseBeyondIngest() {
    Map<Integer, Long> ends = new TreeMap<>();
    resolutions.forEach(r -> ends.merge(r.partition(), r.offset() + 1, Math::max));
    ends.forEach(
        (partition, end) -> {
          long position = table.position(new SourcePartition(topicId, partition)).orElse(0);
          if (end > position) {
            throw new IllegalStateException(
                "redrive of partition %d ends at offset %d, beyond ingest's committed position %d; let ingest come past it first"
                    .formatted(partition, end, position));
          }
        });
  }

  private void resolve() throws IOException, InterruptedException {
    Properties client = options.kafkaClient();
    client.put("acks", "all");
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      resolutions.forEach(r -> sent.add(producer.send(r.toRecord(options.deadLetterTopic()))));
      producer.flush();
      for (Future<RecordMetadata> one : sent) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new IOException(
          "the rows of %s are in the table, but its letters could not be resolved in %s: %s; redrive them again"
              .formatted(redriveId, options.deadLetterTopic(), e.getCause().getMessage()),
          e);
    }
  }

  @Override
  public void close() {
    if (rows != null) {
      rows.close();
    }
  }
}
