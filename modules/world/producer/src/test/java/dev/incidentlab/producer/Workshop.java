package dev.incidentlab.producer;

import dev.incidentlab.producer.ledger.LedgerDirectory;
import dev.incidentlab.producer.ledger.LedgerHeader;
import dev.incidentlab.producer.ledger.LedgerReader;
import dev.incidentlab.producer.ledger.LedgerRecord;
import dev.incidentlab.producer.ledger.LedgerWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** An upstream team over Kafka's mock producer and a real ledger directory. */
final class Workshop implements AutoCloseable {
  static final Instant START = Instant.parse("2026-03-03T07:29:00Z");
  static final long SEED = 11;
  static final double RATE = 20;

  final FakeRegistry registry = new FakeRegistry();
  final MockProducer<byte[], byte[]> kafka;
  final Upstream upstream;
  private final Path directory;
  private final Outbox outbox;

  private Workshop(
      Path directory,
      Progress progress,
      MockProducer<byte[], byte[]> kafka,
      AlreadyPublished already)
      throws IOException {
    this.directory = directory;
    this.kafka = kafka;
    this.outbox = new Outbox(kafka, "", ledgers(directory));
    WriterSchemas schemas = WriterSchemas.register(registry.client());
    this.upstream = new Upstream(progress, new ProgressFile(directory), schemas, outbox, already);
  }

  static Workshop fresh(Path directory) throws IOException {
    return with(directory, autoComplete());
  }

  static Workshop with(Path directory, MockProducer<byte[], byte[]> kafka) throws IOException {
    return with(directory, kafka, Progress.atStart(SEED, RATE, START));
  }

  static Workshop with(Path directory, MockProducer<byte[], byte[]> kafka, Progress progress)
      throws IOException {
    return new Workshop(directory, progress, kafka, AlreadyPublished.nothing());
  }

  /** A mock that acknowledges whatever is sent. */
  static MockProducer<byte[], byte[]> autoComplete() {
    return new MockProducer<>(cluster(), true, null, serializer(), serializer());
  }

  /** One that goes on in a directory where it is known what was published too far. */
  static Workshop resumed(Path directory, Set<UUID> already) throws IOException {
    Progress progress = new ProgressFile(directory).load().orElseThrow();
    return new Workshop(
        directory, progress, autoComplete(), new AlreadyPublished(already, Set.of()));
  }

  /** One that goes on in a directory from what is saved there, as after a crash. */
  static Workshop restarted(Path directory) throws IOException {
    Progress progress = new ProgressFile(directory).load().orElseThrow();
    return new Workshop(
        directory,
        progress,
        autoComplete(),
        AlreadyPublished.from(directory, progress.publishedThrough()));
  }

  static Instant at(int secondsAfterStart) {
    return START.plusSeconds(secondsAfterStart);
  }

  static ByteArraySerializer serializer() {
    return new ByteArraySerializer();
  }

  static Cluster cluster() {
    List<PartitionInfo> partitions = new ArrayList<>();
    for (String topic : Topics.names()) {
      for (int p = 0; p < Topics.PARTITIONS.get(topic); p++) {
        partitions.add(new PartitionInfo(topic, p, null, null, null));
      }
    }
    return new Cluster("mock", List.of(), partitions, Set.of(), Set.of());
  }

  static List<LedgerHeader> headers() {
    List<LedgerHeader> headers = new ArrayList<>();
    for (String topic : Topics.names()) {
      for (int p = 0; p < Topics.PARTITIONS.get(topic); p++) {
        headers.add(new LedgerHeader(topic, p, new UUID(topic.hashCode(), 1)));
      }
    }
    return headers;
  }

  /** Everything that was handed to Kafka, as text. */
  List<String> sent() {
    return kafka.history().stream().map(Workshop::describe).toList();
  }

  /** Everything in the ledgers. */
  List<LedgerRecord> ledgered() throws IOException {
    List<LedgerRecord> records = new ArrayList<>();
    for (String topic : Topics.names()) {
      records.addAll(ledgered(topic));
    }
    return records;
  }

  /** Everything in the ledgers of a topic, partition by partition. */
  List<LedgerRecord> ledgered(String topic) throws IOException {
    List<LedgerRecord> records = new ArrayList<>();
    try (LedgerDirectory ledgers = LedgerDirectory.open(directory)) {
      for (LedgerReader ledger : ledgers.ledgers(topic)) {
        ledger.forEach(records::add);
      }
    }
    return records;
  }

  private static String describe(ProducerRecord<byte[], byte[]> r) {
    return "%s-%d %d %s %s"
        .formatted(
            r.topic(), r.partition(), r.timestamp(), Bytes.hex(r.key()), Bytes.hex(r.value()));
  }

  private static List<LedgerWriter> ledgers(Path directory) throws IOException {
    List<LedgerWriter> ledgers = new ArrayList<>();
    for (LedgerHeader header : headers()) {
      ledgers.add(LedgerWriter.open(directory, header));
    }
    return ledgers;
  }

  @Override
  public void close() throws IOException {
    registry.close();
    outbox.close();
  }
}
