package dev.incidentlab.ingest;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A record as it lies in the topic: bytes and position, nothing decoded. Decoding in the source
 * could neither emit dead letters nor know the position of what failed.
 *
 * @param timestamp the record's timestamp in epoch milliseconds
 */
record RawRecord(
    String topic, int partition, long offset, long timestamp, byte[] key, byte[] value) {

  static RawRecord of(ConsumerRecord<byte[], byte[]> record) {
    return new RawRecord(
        record.topic(),
        record.partition(),
        record.offset(),
        record.timestamp(),
        record.key(),
        record.value());
  }

  /** For messages: {@code ad-events-2@1234}. */
  String position() {
    return topic + "-" + partition + "@" + offset;
  }
}
