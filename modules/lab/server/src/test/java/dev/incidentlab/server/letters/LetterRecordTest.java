package dev.incidentlab.server.letters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incidentlab.ingest.DeadLetterHeaders;
import dev.incidentlab.server.adapter.PlatformAccess;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class LetterRecordTest {
  private static final String PREFIX = "pinned-schema.20260303-081500.";

  private static PlatformAccess named(String prefix) {
    URI nowhere = URI.create("http://127.0.0.1:1");
    return new PlatformAccess("127.0.0.1:1", nowhere, nowhere, Optional.empty(), prefix);
  }

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
                        DeadLetterHeaders.REASON, "MALFORMED")),
                named(""))
            .orElseThrow();

    assertThat(letter.at()).isEqualTo(17);
    assertThat(letter.position()).hasToString("ad-events/1/41");
    assertThat(letter.reason()).isEqualTo("MALFORMED");
    assertThat(letter.job()).isEmpty();
    assertThat(letter.resolves()).isFalse();
  }

  @Test
  void whatDoesNotSayItsPositionIsNoLetter() {
    assertThat(LetterRecord.of(record(Map.of()), named(""))).isEmpty();
    assertThat(
            LetterRecord.of(
                record(
                    Map.of(
                        DeadLetterHeaders.TOPIC, "ad-events",
                        DeadLetterHeaders.TOPIC_ID, "id",
                        DeadLetterHeaders.PARTITION, "one",
                        DeadLetterHeaders.OFFSET, "41")),
                named("")))
        .isEmpty();
  }

  @Test
  void onASharedClusterItGoesByTheLabsNames() {
    Map<String, String> headers =
        Map.of(
            DeadLetterHeaders.TOPIC, PREFIX + "ad-events",
            DeadLetterHeaders.TOPIC_ID, "id",
            DeadLetterHeaders.PARTITION, "1",
            DeadLetterHeaders.OFFSET, "41",
            DeadLetterHeaders.JOB, PREFIX + "replay-1");

    LetterRecord letter = LetterRecord.of(record(headers), named(PREFIX)).orElseThrow();

    assertThat(letter.position()).hasToString("ad-events/1/41");
    assertThat(letter.job()).isEqualTo("replay-1");
    assertThat(LetterRecord.of(record(headers), named("another.run."))).isEmpty();
  }
}
