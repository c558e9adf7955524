package dev.incidentlab.producer;

import dev.incidentlab.producer.ledger.CanonicalRow;
import dev.incidentlab.producer.ledger.LedgerKind;
import dev.incidentlab.producer.ledger.LedgerRecord;
import dev.incidentlab.producer.ledger.LedgerWriter;
import dev.incidentlab.schema.SchemaRegistry;
import dev.incidentlab.schema.SchemaRegistry.SubjectVersion;
import dev.incidentlab.schema.UndecodableException;
import dev.incidentlab.schema.WireFormat;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Brings a ledger up to its topic: after a crash the topic may hold records that were acknowledged,
 * or even only stored, and never reached the ledger. They are entered from what the topic has.
 */
final class TopicTail {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final long MICROS_PER_MILLI = 1_000;

  private final Consumer<byte[], byte[]> consumer;
  private final String prefix;
  private final SchemaRegistry registry;

  /**
   * @param prefix what goes before a topic's name on the cluster
   */
  TopicTail(Consumer<byte[], byte[]> consumer, String prefix, SchemaRegistry registry) {
    this.consumer = consumer;
    this.prefix = prefix;
    this.registry = registry;
  }

  /**
   * Appends to the ledger every record of its partition from the ledger's end on.
   *
   * @param firstStart whether nothing was ever published from this directory: the partition must
   *     then be empty
   * @return how many records were appended
   * @throws IOException if the partition ends before the ledger, or holds records of others
   */
  long recover(LedgerWriter ledger, boolean firstStart) throws IOException {
    String topic = ledger.header().topic();
    TopicPartition partition = new TopicPartition(prefix + topic, ledger.header().partition());
    List<TopicPartition> one = List.of(partition);
    consumer.assign(one);
    long end = consumer.endOffsets(one).get(partition);
    if (end < ledger.nextOffset()) {
      throw new IOException(
          "%s ends at offset %d and its ledger at %d: records are gone from the topic, use a fresh topic and ledger directory"
              .formatted(partition, end, ledger.nextOffset()));
    }
    if (firstStart && end > 0) {
      throw new IOException(
          "%s already has offsets up to %d and the ledger directory is new: start with an empty topic, or with the directory of the run that filled it"
              .formatted(partition, end));
    }
    consumer.seek(partition, ledger.nextOffset());
    List<SubjectVersion> versions = registry.versions(SchemaRegistry.valueSubject(topic));
    long before = ledger.count();
    while (consumer.position(partition) < end) {
      for (ConsumerRecord<byte[], byte[]> found : consumer.poll(POLL)) {
        ledger.append(record(topic, found, versions));
      }
    }
    ledger.sync();
    return ledger.count() - before;
  }

  private static LedgerRecord record(
      String topic, ConsumerRecord<byte[], byte[]> found, List<SubjectVersion> versions)
      throws IOException {
    int schemaId;
    try {
      schemaId = WireFormat.schemaId(found.value());
    } catch (UndecodableException e) {
      return poison(found, LedgerKind.POISON_NOT_AVRO);
    }
    Optional<SubjectVersion> writer = versions.stream().filter(v -> v.id() == schemaId).findAny();
    if (writer.isEmpty()) {
      return poison(found, LedgerKind.POISON_UNKNOWN_SCHEMA_ID);
    }
    return topic.equals(Topics.AD_EVENTS) && Poison.isBrokenPayload(found.value())
        ? poison(found, LedgerKind.POISON_BROKEN_PAYLOAD)
        : event(topic, found, writer.get());
  }

  private static LedgerRecord poison(ConsumerRecord<byte[], byte[]> found, LedgerKind kind) {
    long micros = found.timestamp() * MICROS_PER_MILLI;
    return new LedgerRecord(found.offset(), 0, 0, micros, 0, 0, crc(found.value()), kind, 0);
  }

  private static LedgerRecord event(
      String topic, ConsumerRecord<byte[], byte[]> found, SubjectVersion writer)
      throws IOException {
    try {
      GenericRecord event = decode(found.value(), writer);
      UUID id = UUID.fromString(event.get("event_id").toString());
      return new LedgerRecord(
          found.offset(),
          id.getMostSignificantBits(),
          id.getLeastSignificantBits(),
          (long) event.get("event_ts"),
          rowHash(topic, event),
          rowHashV2(topic, event),
          crc(found.value()),
          LedgerKind.EVENT,
          writer.version());
    } catch (IOException | AvroRuntimeException | IllegalArgumentException e) {
      throw new IOException(
          "%s-%d offset %d was not written by this producer (%s): use a fresh topic and ledger directory"
              .formatted(found.topic(), found.partition(), found.offset(), e.getMessage()),
          e);
    }
  }

  private static GenericRecord decode(byte[] frame, SubjectVersion writer) throws IOException {
    int length = frame.length - WireFormat.HEADER_LENGTH;
    return new GenericDatumReader<GenericRecord>(writer.schema())
        .read(
            null,
            DecoderFactory.get().binaryDecoder(frame, WireFormat.HEADER_LENGTH, length, null));
  }

  private static long rowHash(String topic, GenericRecord event) {
    CharSequence id = (CharSequence) event.get("event_id");
    long micros = (long) event.get("event_ts");
    long customer = (long) event.get("customer_id");
    if (topic.equals(Topics.BILLING_EVENTS)) {
      return CanonicalRow.billingEvent(
          id,
          micros,
          customer,
          (CharSequence) event.get("invoice_id"),
          (long) event.get("amount_micros"));
    }
    return CanonicalRow.adEvent(
        id,
        micros,
        CanonicalRow.eventTypeInVersion1(event.get("event_type").toString()),
        customer,
        (long) event.get("campaign_id"),
        (CharSequence) event.get("country"),
        (CharSequence) event.get("device_type"),
        (CharSequence) event.get("placement"),
        (long) event.get("spend_micros"));
  }

  private static long rowHashV2(String topic, GenericRecord event) {
    if (topic.equals(Topics.BILLING_EVENTS)) {
      return rowHash(topic, event);
    }
    // Records of version 1 have no such field.
    GenericRecord attribution =
        event.hasField("attribution") ? (GenericRecord) event.get("attribution") : null;
    return CanonicalRow.adEventV2(
        (CharSequence) event.get("event_id"),
        (long) event.get("event_ts"),
        event.get("event_type").toString(),
        (long) event.get("customer_id"),
        (long) event.get("campaign_id"),
        (CharSequence) event.get("country"),
        (CharSequence) event.get("device_type"),
        attribution == null ? null : (CharSequence) attribution.get("model"),
        attribution == null ? 0 : (int) attribution.get("window_days"),
        (CharSequence) event.get("placement"),
        (long) event.get("spend_micros"));
  }

  private static int crc(byte[] value) {
    CRC32C crc = new CRC32C();
    crc.update(value, 0, value.length);
    return (int) crc.getValue();
  }
}
