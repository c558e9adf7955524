package dev.incidentlab.ingest;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Says that the letter of a source position no longer stands for its record: the table has it.
 *
 * @param topicId the source topic's id
 * @param resolvedBy who dealt with it
 */
record Resolution(String topic, String topicId, int partition, long offset, String resolvedBy) {
  private static final String REDRIVEN = "redriven";

  /** A record without value; it goes where the letter is. */
  ProducerRecord<byte[], byte[]> toRecord(String deadLetterTopic) {
    ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(deadLetterTopic, null);
    add(record, DeadLetterHeaders.TOPIC, topic);
    add(record, DeadLetterHeaders.PARTITION, String.valueOf(partition));
    add(record, DeadLetterHeaders.OFFSET, String.valueOf(offset));
    add(record, DeadLetterHeaders.TOPIC_ID, topicId);
    add(record, DeadLetterHeaders.RESOLUTION, REDRIVEN);
    add(record, DeadLetterHeaders.RESOLVED_BY, resolvedBy);
    return record;
  }

  private static void add(ProducerRecord<byte[], byte[]> record, String name, String value) {
    record.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
