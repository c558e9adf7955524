package dev.incidentlab.grading;

import java.util.UUID;
import org.apache.kafka.common.Uuid;

/** Topic ids: the ledger has them as two longs, Kafka prints them as URL-safe Base64. */
final class TopicIds {
  private TopicIds() {}

  static String text(UUID id) {
    return new Uuid(id.getMostSignificantBits(), id.getLeastSignificantBits()).toString();
  }
}
