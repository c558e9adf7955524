package dev.incidentlab.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incidentlab.producer.ledger.LedgerHeader;
import dev.incidentlab.producer.ledger.LedgerReader;
import dev.incidentlab.producer.ledger.LedgerRecord;
import dev.incidentlab.producer.ledger.LedgerWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopicTailTest {
  @TempDir Path written;
  @TempDir Path recovered;

  private Workshop workshop;

  /** A run with everything in it: both versions, view-throughs, billing, all kinds of poison. */
  @BeforeEach
  void publish() throws IOException {
    workshop = Workshop.fresh(written);
    workshop.upstream.rollOut(new Rollout(0.5, true));
    workshop.upstream.advance(Workshop.at(30));
    workshop.upstream.poison(Poison.Kind.NOT_AVRO, Topics.AD_EVENTS, Workshop.at(30), 5);
    workshop.upstream.poison(Poison.Kind.UNKNOWN_SCHEMA_ID, Topics.AD_EVENTS, Workshop.at(30), 5);
    workshop.upstream.poison(Poison.Kind.BROKEN_PAYLOAD, Topics.AD_EVENTS, Workshop.at(30), 5);
  }

  @AfterEach
  void close() throws IOException {
    workshop.close();
  }

  @Test
  void aLedgerReadFromTheTopicEqualsTheOneThatTheProducerWrote() throws IOException {
    for (LedgerHeader header : Workshop.headers()) {
      // Given: a ledger that lost everything after its first records.
      List<LedgerRecord> truth = records(written, header);
      try (LedgerWriter ledger = LedgerWriter.open(recovered, header)) {
        for (LedgerRecord record : truth.subList(0, 3)) {
          ledger.append(record);
        }

        // When
        long count = tail(header, topic(header)).recover(ledger, false);

        // Then
        assertThat(count).isEqualTo(truth.size() - 3);
      }
      assertThat(records(recovered, header)).isEqualTo(truth);
    }
  }

  @Test
  void aTopicThatEndsBeforeItsLedgerIsRefused() throws IOException {
    LedgerHeader header = Workshop.headers().get(0);
    List<byte[]> shorter = topic(header).subList(0, 5);
    try (LedgerWriter ledger = LedgerWriter.open(recovered, header)) {
      for (LedgerRecord record : records(written, header)) {
        ledger.append(record);
      }
      assertThatThrownBy(() -> tail(header, shorter).recover(ledger, false))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("records are gone from the topic");
    }
  }

  @Test
  void aFirstStartNeedsAnEmptyTopic() throws IOException {
    LedgerHeader header = Workshop.headers().get(0);
    try (LedgerWriter ledger = LedgerWriter.open(recovered, header)) {
      assertThatThrownBy(() -> tail(header, topic(header)).recover(ledger, true))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("start with an empty topic");
      assertThat(tail(header, List.of()).recover(ledger, true)).isZero();
    }
  }

  @Test
  void aRecordThatClaimsAKnownSchemaAndDoesNotFollowItIsRefused() throws IOException {
    LedgerHeader header = Workshop.headers().get(0);
    byte[] foreign = "\0\0\0\0\1 not ours".getBytes(StandardCharsets.US_ASCII);
    try (LedgerWriter ledger = LedgerWriter.open(recovered, header)) {
      assertThatThrownBy(() -> tail(header, List.of(foreign)).recover(ledger, false))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("offset 0 was not written by this producer");
    }
  }

  private TopicTail tail(LedgerHeader header, List<byte[]> values) {
    TopicPartition partition = new TopicPartition(header.topic(), header.partition());
    MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");
    consumer.assign(List.of(partition));
    consumer.updateBeginningOffsets(Map.of(partition, 0L));
    consumer.updateEndOffsets(Map.of(partition, (long) values.size()));
    for (int offset = 0; offset < values.size(); offset++) {
      consumer.addRecord(
          new ConsumerRecord<>(
              header.topic(),
              header.partition(),
              offset,
              Workshop.at(30).toEpochMilli(),
              TimestampType.CREATE_TIME,
              0,
              0,
              new byte[0],
              values.get(offset),
              new RecordHeaders(),
              Optional.empty()));
    }
    return new TopicTail(consumer, "", workshop.registry.client());
  }

  private List<byte[]> topic(LedgerHeader header) {
    return workshop.kafka.history().stream()
        .filter(r -> r.topic().equals(header.topic()) && r.partition() == header.partition())
        .map(ProducerRecord::value)
        .toList();
  }

  private static List<LedgerRecord> records(Path directory, LedgerHeader header)
      throws IOException {
    List<LedgerRecord> records = new ArrayList<>();
    try (LedgerReader reader = LedgerReader.open(directory.resolve(header.fileName()))) {
      reader.forEach(records::add);
    }
    return records;
  }
}
