package dev.incidentlab.server.letters;

import dev.incidentlab.ingest.DeadLetterHeaders;
import dev.incidentlab.server.adapter.PlatformAccess;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * A record of a dead-letter topic, a letter or the resolution of one, without its value.
 *
 * @param at its offset in the dead-letter topic
 * @param topicId the source topic's id
 * @param time the source record's timestamp
 * @param schemaId empty if the source record has no frame
 * @param job name of the job that wrote a letter; empty if it does not say
 * @param resolution empty for a letter
 * @param resolvedBy empty for a letter
 */
record LetterRecord(
    long at,
    String topicId,
    LetterPosition position,
    Instant time,
    String schemaId,
    String reason,
    String job,
    String resolution,
    String resolvedBy) {

  /**
   * Empty if the record does not say what it is about.
   *
   * @param access what topics and jobs are called in the lab
   */
  static Optional<LetterRecord> of(ConsumerRecord<byte[], byte[]> record, PlatformAccess access) {
    String topic = access.own(header(record, DeadLetterHeaders.TOPIC)).orElse("");
    String topicId = header(record, DeadLetterHeaders.TOPIC_ID);
    String partition = header(record, DeadLetterHeaders.PARTITION);
    String offset = header(record, DeadLetterHeaders.OFFSET);
    if (topic.isEmpty()
        || topicId.isEmpty()
        || !partition.matches("\\d{1,9}")
        || !offset.matches("\\d{1,18}")) {
      return Optional.empty();
    }
    return Optional.of(
        new LetterRecord(
            record.offset(),
            topicId,
            new LetterPosition(topic, Integer.parseInt(partition), Long.parseLong(offset)),
            Instant.ofEpochMilli(record.timestamp()),
            header(record, DeadLetterHeaders.SCHEMA_ID),
            header(record, DeadLetterHeaders.REASON),
            access.own(header(record, DeadLetterHeaders.JOB)).orElse(""),
            header(record, DeadLetterHeaders.RESOLUTION),
            header(record, DeadLetterHeaders.RESOLVED_BY)));
  }

  boolean resolves() {
    return !resolution.isEmpty();
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null || header.value() == null
        ? ""
        : new String(header.value(), StandardCharsets.UTF_8);
  }
}
