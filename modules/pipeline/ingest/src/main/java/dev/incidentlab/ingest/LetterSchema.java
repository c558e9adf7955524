package dev.incidentlab.ingest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Dead letters, of those selected, as the records that they were: at their position in the source
 * topic.
 */
final class LetterSchema implements KafkaRecordDeserializationSchema<RawRecord> {
  private static final long serialVersionUID = 1L;

  private final OffsetSelection letters;
  private final String topicId;

  /**
   * @param topicId the source topic's id; a letter about another topic is refused
   */
  LetterSchema(OffsetSelection letters, String topicId) {
    this.letters = letters;
    this.topicId = topicId;
  }

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> letter, Collector<RawRecord> out)
      throws IOException {
    if (!letters.contains(letter.offset())) {
      return;
    }
    String about = header(letter, DeadLetterHeaders.TOPIC_ID);
    if (!about.equals(topicId)) {
      throw new IOException(
          "letter %s@%d is about topic id %s, but the topic's is %s; leave the letter out: its record is gone with its topic"
              .formatted(letter.topic(), letter.offset(), about, topicId));
    }
    out.collect(
        new RawRecord(
            header(letter, DeadLetterHeaders.TOPIC),
            Integer.parseInt(header(letter, DeadLetterHeaders.PARTITION)),
            Long.parseLong(header(letter, DeadLetterHeaders.OFFSET)),
            letter.timestamp(),
            letter.key(),
            letter.value()));
  }

  private static String header(ConsumerRecord<byte[], byte[]> letter, String name)
      throws IOException {
    Header header = letter.headers().lastHeader(name);
    if (header == null) {
      throw new IOException(
          "letter %s@%d has no header %s, so it does not say what it is about; leave it out"
              .formatted(letter.topic(), letter.offset(), name));
    }
    return new String(header.value(), StandardCharsets.UTF_8);
  }

  @Override
  public TypeInformation<RawRecord> getProducedType() {
    return Types.GENERIC(RawRecord.class);
  }
}
