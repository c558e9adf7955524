package dev.incidentlab.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incidentlab.schema.UndecodableException;
import dev.incidentlab.schema.UndecodableException.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class LetterSchemaTest {
  private static final byte[] VALUE = {0, 0, 0, 0, 9, 1, 2};
  private static final RawRecord RECORD = new RawRecord("ad-events", 2, 41, 1_000L, null, VALUE);
  private static final OffsetSelection SEVENTH = OffsetSelection.parse("7-8");

  @Test
  void aLetterIsItsRecordAgain() throws IOException {
    RawRecord read = read(new LetterSchema(SEVENTH, "id"), 7).get(0);

    assertThat(read.position()).isEqualTo("ad-events-2@41");
    assertThat(read.timestamp()).isEqualTo(1_000L);
    assertThat(read.value()).isEqualTo(VALUE);
  }

  @Test
  void leavesOutWhatIsNotSelected() throws IOException {
    assertThat(read(new LetterSchema(SEVENTH, "id"), 8)).isEmpty();
  }

  @Test
  void refusesALetterAboutATopicThatIsGone() {
    assertThatThrownBy(() -> read(new LetterSchema(SEVENTH, "newer"), 7))
        .hasMessageContaining("is about topic id id, but the topic's is newer");
  }

  private static List<RawRecord> read(LetterSchema schema, long offset) throws IOException {
    ProducerRecord<byte[], byte[]> letter =
        DeadLetter.of(RECORD, "id", "ingest", new UndecodableException(Reason.MALFORMED, "no"))
            .toRecord("ad-events.dead-letters");
    List<RawRecord> read = new ArrayList<>();
    schema.deserialize(
        new ConsumerRecord<>(
            letter.topic(),
            0,
            offset,
            letter.timestamp(),
            TimestampType.CREATE_TIME,
            0,
            0,
            letter.key(),
            letter.value(),
            letter.headers(),
            Optional.empty()),
        new ListCollector<>(read));
    return read;
  }
}
