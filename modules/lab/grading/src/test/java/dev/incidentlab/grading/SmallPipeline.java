package dev.incidentlab.grading;

import dev.incidentlab.delta.DataFile;
import dev.incidentlab.delta.DataFileWriter;
import dev.incidentlab.delta.DeltaTable;
import dev.incidentlab.delta.TableSchema;
import dev.incidentlab.delta.UpsertRequest;
import dev.incidentlab.grading.DeadLetterReader.Letter;
import dev.incidentlab.producer.ledger.CanonicalRow;
import dev.incidentlab.producer.ledger.LedgerHeader;
import dev.incidentlab.producer.ledger.LedgerKind;
import dev.incidentlab.producer.ledger.LedgerRecord;
import dev.incidentlab.producer.ledger.LedgerWriter;
import dev.incidentlab.schema.Contracts;
import dev.incidentlab.schema.WireFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/** A topic, its ledger and its table, written by hand. */
final class SmallPipeline implements AutoCloseable {
  private final Subject subject;
  private final UUID topicId;
  private final FakeTopics topics;
  private final List<LedgerWriter> ledgers = new ArrayList<>();
  private DeltaTable table;
  private final int[] skipped;
  private int writes;

  SmallPipeline(Subject subject, Path ledgerDirectory, int partitions, FakeTopics topics)
      throws IOException {
    this.subject = subject;
    this.topics = topics;
    this.topicId = UUID.nameUUIDFromBytes(subject.topic().getBytes(StandardCharsets.UTF_8));
    this.skipped = new int[partitions];
    topics.create(subject.topic(), topicId, partitions);
    for (int p = 0; p < partitions; p++) {
      ledgers.add(
          LedgerWriter.open(ledgerDirectory, new LedgerHeader(subject.topic(), p, topicId)));
    }
    makeTable();
  }

  Subject subject() {
    return subject;
  }

  String topicIdText() {
    return TopicIds.text(topicId);
  }

  /** Makes a table where there is none. */
  void makeTable() {
    makeTable(1, Map.of(Contracts.READER_VERSION_PROPERTY, "1"));
  }

  /**
   * Makes a table where there is none.
   *
   * @param version of the contract, for its columns
   * @param properties what it declares
   */
  void makeTable(int version, Map<String, String> properties) {
    table = DeltaTable.create(subject.tableDirectory(), schema(version), properties);
  }

  /** Evolves the table to a version's columns, declaring whatever the properties say. */
  void evolve(int version, Map<String, String> properties) {
    table = table.evolve(schema(version), properties);
  }

  private TableSchema schema(int version) {
    Schema value = Contracts.load(subject.contract(), version);
    return TableSchema.of(subject.table(), value, "event_id", "event_ts");
  }

  /** Publishes an ad event that was written under version 2. */
  Published publishV2(int partition, GenericRecord event) {
    return publish(partition, event, WireFormat.encode(2, event.getSchema(), event), 2);
  }

  /** Publishes an event, as written under version 1 with schema id 1. */
  Published publish(int partition, GenericRecord event) {
    return publish(partition, event, WireFormat.encode(1, event.getSchema(), event), 1);
  }

  /** Publishes an event that was written as {@code frame}. */
  Published publish(int partition, GenericRecord event, byte[] frame, int version) {
    UUID id = UUID.fromString(event.get("event_id").toString());
    LedgerWriter ledger = ledgers.get(partition);
    Published published = new Published(partition, nextOffset(partition), event);
    topics.put(subject.topic(), partition, published.offset(), frame);
    append(
        ledger,
        new LedgerRecord(
            published.offset(),
            id.getMostSignificantBits(),
            id.getLeastSignificantBits(),
            (long) event.get("event_ts"),
            hash(event),
            hashV2(event),
            crc(frame),
            LedgerKind.EVENT,
            version));
    return published;
  }

  /** The producer's next record of the partition does not get the next offset but the one after. */
  void skipOffset(int partition) {
    skipped[partition]++;
  }

  Published publishPoison(int partition) {
    byte[] value = {1, 2, 3};
    LedgerWriter ledger = ledgers.get(partition);
    Published published = new Published(partition, nextOffset(partition), null);
    topics.put(subject.topic(), partition, published.offset(), value);
    append(
        ledger,
        new LedgerRecord(
            published.offset(), 0, 0, 0, 0, 0, crc(value), LedgerKind.POISON_NOT_AVRO, 0));
    return published;
  }

  /** Adds rows to the table in one commit, whether or not it has them. */
  void ingest(Collection<Published> rows) {
    commit(rows, UpsertRequest.Mode.APPEND);
  }

  /** Brings rows into the table by event id, rewriting files. */
  void upsert(Collection<Published> rows) {
    commit(rows, UpsertRequest.Mode.UPSERT);
  }

  void deadLetter(Published record) {
    deadLetter(letter(record, ""));
  }

  void resolve(Published record) {
    deadLetter(letter(record, "REDRIVEN"));
  }

  void deadLetter(Letter letter) {
    topics.addLetter(subject.deadLetterTopic(), letter);
  }

  @Override
  public void close() throws IOException {
    for (LedgerWriter ledger : ledgers) {
      ledger.close();
    }
  }

  private long nextOffset(int partition) {
    long offset = ledgers.get(partition).nextOffset() + skipped[partition];
    skipped[partition] = 0;
    return offset;
  }

  private Letter letter(Published record, String resolution) {
    return new Letter(topicIdText(), record.partition(), record.offset(), resolution);
  }

  private void commit(Collection<Published> rows, UpsertRequest.Mode mode) {
    Schema schema = table.schema().rows();
    try (DataFileWriter writer = table.newWriter("test")) {
      for (Published published : rows) {
        GenericRecord row = new GenericData.Record(schema);
        for (Schema.Field field : published.event().getSchema().getFields()) {
          Object value = published.event().get(field.pos());
          row.put(field.name(), value instanceof GenericData.EnumSymbol ? value.toString() : value);
        }
        row.put(TableSchema.TOPIC_PARTITION, published.partition());
        row.put(TableSchema.OFFSET, published.offset());
        row.put(TableSchema.DECODER_REVISION, ++writes);
        writer.write(row);
      }
      List<DataFile> files = writer.finish();
      table.upsert(new UpsertRequest("test-" + ++writes, files, mode));
    }
  }

  private static void append(LedgerWriter ledger, LedgerRecord record) {
    try {
      ledger.append(record);
      ledger.sync();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long hash(GenericRecord event) {
    CharSequence id = (CharSequence) event.get("event_id");
    long ts = (long) event.get("event_ts");
    long customer = (long) event.get("customer_id");
    return subject.contract().equals(Contracts.AD_EVENT)
        ? CanonicalRow.adEvent(
            id,
            ts,
            CanonicalRow.eventTypeInVersion1(event.get("event_type").toString()),
            customer,
            (long) event.get("campaign_id"),
            (CharSequence) event.get("country"),
            (CharSequence) event.get("device_type"),
            (CharSequence) event.get("placement"),
            (long) event.get("spend_micros"))
        : CanonicalRow.billingEvent(
            id,
            ts,
            customer,
            (CharSequence) event.get("invoice_id"),
            (long) event.get("amount_micros"));
  }

  private long hashV2(GenericRecord event) {
    if (!subject.contract().equals(Contracts.AD_EVENT)) {
      return hash(event);
    }
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
