package dev.incidentlab.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.incidentlab.schema.Contracts;
import dev.incidentlab.schema.PinnedDecoder;
import dev.incidentlab.schema.UndecodableException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;

class DeadLetterTest {
  private static final byte[] TEXT = "{\"no\": \"avro\"}".getBytes(StandardCharsets.UTF_8);
  private static final RawRecord RECORD = new RawRecord("ad-events", 2, 41, 1_000L, null, TEXT);

  @Test
  void keepsTheRecordAndSaysWhereItWasAndWhy() {
    ProducerRecord<byte[], byte[]> letter =
        DeadLetter.of(RECORD, "topic-id", "replay-1", failure(TEXT))
            .toRecord("ad-events.dead-letters");

    assertThat(letter.value()).isEqualTo(TEXT);
    assertThat(letter.timestamp()).isEqualTo(1_000L);
    assertThat(headers(letter))
        .containsEntry(DeadLetterHeaders.TOPIC, "ad-events")
        .containsEntry(DeadLetterHeaders.PARTITION, "2")
        .containsEntry(DeadLetterHeaders.OFFSET, "41")
        .containsEntry(DeadLetterHeaders.TOPIC_ID, "topic-id")
        .containsEntry(DeadLetterHeaders.REASON, "NOT_FRAMED")
        .containsEntry(DeadLetterHeaders.SCHEMA_ID, "")
        .containsEntry(DeadLetterHeaders.JOB, "replay-1")
        .hasEntrySatisfying(
            DeadLetterHeaders.EXCEPTION_MESSAGE, m -> assertThat(m).contains("0x7b"));
  }

  @Test
  void namesTheSchemaIdOfAFramedRecord() {
    byte[] framed = {0, 0, 0, 0, 9, 1, 2};
    RawRecord record = new RawRecord("ad-events", 0, 0, 0, null, framed);

    assertThat(headers(DeadLetter.of(record, "id", "ingest", failure(framed)).toRecord("t")))
        .containsEntry(DeadLetterHeaders.SCHEMA_ID, "9");
  }

  private static UndecodableException failure(byte[] value) {
    return catchThrowableOfType(
        UndecodableException.class,
        () -> new PinnedDecoder(Contracts.load(Contracts.AD_EVENT, 1)).decode(value));
  }

  private static Map<String, String> headers(ProducerRecord<byte[], byte[]> record) {
    return StreamSupport.stream(record.headers().spliterator(), false)
        .collect(
            Collectors.toMap(
                Header::key, header -> new String(header.value(), StandardCharsets.UTF_8)));
  }
}
