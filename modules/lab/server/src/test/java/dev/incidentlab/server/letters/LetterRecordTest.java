package dev.incidentlab.server.letters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incidentlab.ingest.DeadLetterHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class LetterRecordTest {
  private static ConsumerRecord<byte[], byte[]> record(Map<String, String> headers) {
    ConsumerRecord<byte[], byte[]> record =
        new ConsumerRecord<>("ad-events.dead-letters", 0, 17, null, new byte[0]);
    headers.forEach((k, v) -> record.headers().add(k, v.getBytes(StandardCharsets.UTF_8)));
    return record;
  }

  @Test
  void readsWhatIsKnownOfALetter() {
    LetterRecord letter =
        LetterRecord.of(
                record(
                    Map.of(
                        DeadLetterHeaders.TOPIC, "ad-events",
                        DeadLetterHeaders.TOPIC_ID, "id",
                        DeadLetterHeaders.PARTITION, "1",
                        DeadLetterHeaders.OFFSET, "41",
                        DeadLetterHeaders.REASON, "MALFORMED")))
            .orElseThrow();

    assertThat(letter.at()).isEqualTo(17);
    assertThat(letter.position()).hasToString("ad-events/1/41");
    assertThat(letter.reason()).isEqualTo("MALFORMED");
    assertThat(letter.job()).isEmpty();
    assertThat(letter.resolves()).isFalse();
  }

  @Test
  void whatDoesNotSayItsPositionIsNoLetter() {
    assertThat(LetterRecord.of(record(Map.of()))).isEmpty();
    assertThat(
            LetterRecord.of(
                record(
                    Map.of(
                        DeadLetterHeaders.TOPIC, "ad-events",
                        DeadLetterHeaders.TOPIC_ID, "id",
                        DeadLetterHeaders.PARTITION, "one",
                        DeadLetterHeaders.OFFSET, "41"))))
        .isEmpty();
  }
}
