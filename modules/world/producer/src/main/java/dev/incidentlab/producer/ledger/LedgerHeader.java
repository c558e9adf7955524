package dev.incidentlab.producer.ledger;

import java.util.UUID;

/**
 * Which topic partition a ledger is about.
 *
 * @param topicId Kafka's id of the topic (its two longs as a UUID): a topic that was deleted and
 *     created again has the same name and another id
 */
public record LedgerHeader(String topic, int partition, UUID topicId) {
  /** Kafka's limit, and that of the header's field. */
  static final int MAX_TOPIC_LENGTH = 249;

  public LedgerHeader {
    if (topic.isEmpty() || topic.length() > MAX_TOPIC_LENGTH) {
      throw new IllegalArgumentException(
          "topic name has %d characters; Kafka allows 1 to %d"
              .formatted(topic.length(), MAX_TOPIC_LENGTH));
    }
    if (partition < 0) {
      throw new IllegalArgumentException(
          "partition of %s is %d; partitions start at 0".formatted(topic, partition));
    }
  }

  /** The ledger's file name, {@code <topic>-<partition>.ledger}. */
  public String fileName() {
    return topic + "-" + partition + LedgerFormat.SUFFIX;
  }
}
