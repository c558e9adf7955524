package dev.incidentlab.ingest;

import dev.incidentlab.delta.DeltaTable;
import dev.incidentlab.delta.OffsetRange;
import dev.incidentlab.delta.Replaced;
import dev.incidentlab.delta.Staged;
import dev.incidentlab.delta.UpsertPlan;
import dev.incidentlab.delta.UpsertRequest;
import dev.incidentlab.delta.UpsertWriter;
import dev.incidentlab.ingest.flags.IngestFlags.DecoderKind;
import dev.incidentlab.schema.EventDecoder;
import dev.incidentlab.schema.RegistryUnavailableException;
import dev.incidentlab.schema.UndecodableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * What a replay would change, without a change: the range is read and decoded as {@link ReplayJob}
 * would, the rows are compared with the table by the upsert's own rules, and thrown away. It costs
 * as much reading and decoding as the replay itself, and files below the table's {@code _staging}
 * while it runs. The registry is asked once a record if need be: while it does not answer, this
 * fails instead of waiting.
 */
public final class ReplayPreview {
  private static final Duration POLL = Duration.ofMillis(200);

  /** A read that gets nothing for this long has failed: the broker is there and silent. */
  private static final Duration SILENCE = Duration.ofSeconds(20);

  private final JobOptions options;
  private final EventDecoder decoder;
  private final RowMapper mapper;
  private final Map<UndecodableException.Reason, Long> unreadable = new TreeMap<>();
  private long records;

  /**
   * What would become of the records; {@code records = unreadable + plan.read()}.
   *
   * @param records that are in the range
   * @param unreadable records that the decoder cannot read, by reason
   * @param plan what the rows come to, and the version of the table that it holds for
   */
  public record Preview(
      long records, Map<UndecodableException.Reason, Long> unreadable, UpsertPlan plan) {
    public Preview {
      unreadable = Map.copyOf(unreadable);
    }
  }

  private ReplayPreview(JobOptions options, DecoderKind kind) {
    this.options = options;
    this.decoder = Decoders.of(kind, options);
    this.mapper = new RowMapper(options.tableSchema());
  }

  /**
   * Reads the ranges and compares.
   *
   * @param ranges offsets by partition
   * @param replaced as {@link UpsertRequest#replaced} has it
   * @param kind how records are decoded
   * @throws RegistryUnavailableException if the registry is needed and does not answer
   * @throws IllegalStateException if the broker gives no records
   */
  public static Preview of(
      JobOptions options,
      Map<Integer, OffsetRange> ranges,
      UpsertRequest.Mode mode,
      Replaced replaced,
      DecoderKind kind) {
    return new ReplayPreview(options, kind).preview(ranges, mode, replaced);
  }

  private Preview preview(
      Map<Integer, OffsetRange> ranges, UpsertRequest.Mode mode, Replaced replaced) {
    DeltaTable table = options.table();
    // A name of its own: two previews may run at a time.
    String name = "plan-" + UUID.randomUUID();
    Staged compared;
    try (UpsertWriter rows = table.newPlanWriter(name, mode)) {
      read(ranges, rows);
      compared = rows.finish();
    }
    try {
      UpsertPlan plan = table.planUpsert(new UpsertRequest(name, compared, mode, replaced));
      return new Preview(records, unreadable, plan);
    } finally {
      table.discard(compared);
    }
  }

  private void read(Map<Integer, OffsetRange> ranges, UpsertWriter rows) {
    Map<TopicPartition, Long> ends = new TreeMap<>(ReplayPreview::compare);
    ranges.forEach((p, range) -> ends.put(new TopicPartition(options.topic(), p), range.to()));
    try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings())) {
      consumer.assign(ends.keySet());
      ranges.forEach((p, range) -> consumer.seek(partition(p), range.from()));
      List<TopicPartition> open = new ArrayList<>(ends.keySet());
      long lastRecord = System.nanoTime();
      while (!open.isEmpty()) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          if (record.offset() < ends.get(partition(record.partition()))) {
            take(record, rows);
          }
          lastRecord = System.nanoTime();
        }
        if (open.removeIf(p -> consumer.position(p) >= ends.get(p))) {
          consumer.pause(ends.keySet().stream().filter(p -> !open.contains(p)).toList());
          lastRecord = System.nanoTime();
        }
        if (System.nanoTime() - lastRecord > SILENCE.toNanos()) {
          throw new IllegalStateException(
              "the broker gave no record of %s for %d s; is it running?"
                  .formatted(open, SILENCE.toSeconds()));
        }
      }
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> record, UpsertWriter rows) {
    records++;
    try {
      rows.write(
          mapper.row(
              decoder.decode(record.value()),
              record.partition(),
              record.offset(),
              decoder.revision()));
    } catch (UndecodableException e) {
      unreadable.merge(e.reason(), 1L, Long::sum);
    }
  }

  private TopicPartition partition(int number) {
    return new TopicPartition(options.topic(), number);
  }

  private static int compare(TopicPartition a, TopicPartition b) {
    return Integer.compare(a.partition(), b.partition());
  }

  private Properties settings() {
    Properties settings = options.kafkaClient();
    settings.put(
        ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
    settings.put(
        ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 10_000);
    // With the default of half a second a bounded read stalls once one partition is at its end.
    settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 5);
    return settings;
  }
}
