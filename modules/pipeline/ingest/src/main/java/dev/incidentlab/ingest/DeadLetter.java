package dev.incidentlab.ingest;

import dev.incidentlab.schema.UndecodableException;
import dev.incidentlab.schema.WireFormat;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A record set aside, with why. The headers follow Kafka Connect's (KIP-298: prefix {@code
 * __connect.errors.}, values as UTF-8 text), plus the topic id, the reason and the schema id.
 *
 * @param topicId the topic's id; with partition and offset it is the letter's key, under which
 *     readers collapse the copies that ingest and replays write
 */
record DeadLetter(
    RawRecord record,
    String topicId,
    UndecodableException.Reason reason,
    Map<String, String> headers) {

  /**
   * @param job name of the job that could not read the record
   */
  static DeadLetter of(RawRecord record, String topicId, String job, UndecodableException error) {
    Throwable cause = error.getCause() == null ? error : error.getCause();
    StringWriter trace = new StringWriter();
    cause.printStackTrace(new PrintWriter(trace, true));
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put(DeadLetterHeaders.TOPIC, record.topic());
    headers.put(DeadLetterHeaders.PARTITION, String.valueOf(record.partition()));
    headers.put(DeadLetterHeaders.OFFSET, String.valueOf(record.offset()));
    headers.put(DeadLetterHeaders.STAGE, "VALUE_CONVERTER");
    headers.put(DeadLetterHeaders.CLASS_NAME, DecodeFunction.class.getName());
    headers.put(DeadLetterHeaders.EXCEPTION_CLASS_NAME, cause.getClass().getName());
    headers.put(DeadLetterHeaders.EXCEPTION_MESSAGE, error.getMessage());
    headers.put(DeadLetterHeaders.EXCEPTION_STACKTRACE, trace.toString());
    headers.put(DeadLetterHeaders.TOPIC_ID, topicId);
    headers.put(DeadLetterHeaders.REASON, error.reason().name());
    headers.put(DeadLetterHeaders.SCHEMA_ID, schemaId(record.value()));
    headers.put(DeadLetterHeaders.JOB, job);
    return new DeadLetter(record, topicId, error.reason(), headers);
  }

  private static String schemaId(byte[] frame) {
    try {
      return String.valueOf(WireFormat.schemaId(frame));
    } catch (UndecodableException e) {
      return "";
    }
  }

  ProducerRecord<byte[], byte[]> toRecord(String deadLetterTopic) {
    ProducerRecord<byte[], byte[]> letter =
        new ProducerRecord<>(
            deadLetterTopic, null, record.timestamp(), record.key(), record.value());
    headers.forEach((k, v) -> letter.headers().add(k, v.getBytes(StandardCharsets.UTF_8)));
    return letter;
  }
}
