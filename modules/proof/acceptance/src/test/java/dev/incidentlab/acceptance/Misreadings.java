package dev.incidentlab.acceptance;

import dev.incidentlab.api.SchemaAnswers;
import dev.incidentlab.api.StatusAnswers;
import dev.incidentlab.api.Verb;
import dev.incidentlab.delta.ActiveFile;
import dev.incidentlab.delta.DeltaTable;
import dev.incidentlab.schema.Contracts;
import dev.incidentlab.schema.WireFormat;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * What ingest made of every v2 event between the roll-out and the failure, held against the byte
 * table of the incident: which values a decoder pinned to v1 must read from each of the four
 * shapes.
 *
 * @param byCase how many events of each shape were checked
 * @param unexpected up to ten rows that hold neither; empty is right
 */
record Misreadings(Map<String, Long> byCase, List<String> unexpected) {
  private static final Instant ROLLOUT = Instant.parse("2026-03-03T07:30:00Z");
  private static final Instant FAILURE = Instant.parse("2026-03-03T09:20:00Z");
  private static final String TOPIC = "ad-events";
  private static final int PARTITIONS = 4;
  private static final int MOST = 10;

  private record Row(String placement, long spendMicros) {}

  static Misreadings of(LabUnderTest lab) throws Exception {
    String bootstrap =
        lab.ask(Verb.STATUS, StatusAnswers.Status.class).components().stream()
            .filter(c -> c.name().equals("kafka"))
            .findFirst()
            .orElseThrow()
            .address();
    int v2 =
        lab.ask(Verb.SCHEMA_LIST, SchemaAnswers.Schemas.class).versions().stream()
            .filter(v -> v.subject().equals(TOPIC + "-value") && v.version() == 2)
            .findFirst()
            .orElseThrow()
            .id();
    Map<String, Row> rows = rows(DeltaTable.open(lab.runFolder().resolve("tables/fact_ad_events")));
    Map<String, Long> byCase = new TreeMap<>();
    List<String> unexpected = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : records(bootstrap)) {
      if (WireFormat.schemaId(record.value()) != v2) {
        continue;
      }
      GenericRecord event = decode(record.value());
      GenericRecord attribution = (GenericRecord) event.get("attribution");
      Object placement = event.get("placement");
      Row expected =
          attribution == null
              ? new Row(null, placement == null ? 0 : 1)
              : new Row(attribution.get("model").toString(), (int) attribution.get("window_days"));
      String shape =
          "attribution %s, placement %s"
              .formatted(attribution == null ? "null" : "set", placement == null ? "null" : "set");
      byCase.merge(shape, 1L, Long::sum);
      Row row = rows.get(record.partition() + "@" + record.offset());
      if (!Objects.equals(row, expected) && unexpected.size() < MOST) {
        unexpected.add(
            "%s-%d@%d (%s): expected %s, table has %s"
                .formatted(TOPIC, record.partition(), record.offset(), shape, expected, row));
      }
    }
    return new Misreadings(byCase, unexpected);
  }

  private static GenericRecord decode(byte[] frame) throws java.io.IOException {
    return new GenericDatumReader<GenericRecord>(Contracts.load(Contracts.AD_EVENT, 2))
        .read(
            null,
            DecoderFactory.get()
                .binaryDecoder(
                    frame,
                    WireFormat.HEADER_LENGTH,
                    frame.length - WireFormat.HEADER_LENGTH,
                    null));
  }

  private static List<ConsumerRecord<byte[], byte[]>> records(String bootstrap) {
    Properties p = new Properties();
    p.put("bootstrap.servers", bootstrap);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(p, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          IntStream.range(0, PARTITIONS).mapToObj(n -> new TopicPartition(TOPIC, n)).toList();
      consumer.assign(partitions);
      Map<TopicPartition, Long> ends = end(consumer, partitions);
      consumer
          .offsetsForTimes(
              partitions.stream().collect(Collectors.toMap(x -> x, x -> ROLLOUT.toEpochMilli())))
          .forEach((partition, at) -> consumer.seek(partition, at.offset()));
      List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
      while (partitions.stream().anyMatch(x -> consumer.position(x) < ends.get(x))) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
          TopicPartition partition = new TopicPartition(record.topic(), record.partition());
          if (record.offset() < ends.get(partition)) {
            records.add(record);
          }
        }
      }
      return records;
    }
  }

  private static Map<TopicPartition, Long> end(
      KafkaConsumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
    Map<TopicPartition, Long> ends = new HashMap<>();
    consumer
        .offsetsForTimes(
            partitions.stream().collect(Collectors.toMap(x -> x, x -> FAILURE.toEpochMilli())))
        .forEach((partition, at) -> ends.put(partition, at.offset()));
    return ends;
  }

  private static Map<String, Row> rows(DeltaTable table) throws java.sql.SQLException {
    String files =
        table.snapshot().files().stream()
            .map(ActiveFile::path)
            .map(path -> "'" + path + "'")
            .collect(Collectors.joining(","));
    Map<String, Row> rows = new HashMap<>();
    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckdb.createStatement();
        ResultSet found =
            statement.executeQuery(
                "select _topic_partition, _offset, placement, spend_micros from read_parquet(["
                    + files
                    + "])")) {
      while (found.next()) {
        rows.put(
            found.getInt(1) + "@" + found.getLong(2),
            new Row(found.getString(3), found.getLong(4)));
      }
    }
    return rows;
  }
}
