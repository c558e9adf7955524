package dev.incidentlab.grading;

import java.util.Map;

/**
 * How the grader reaches Kafka.
 *
 * @param properties for its clients, {@code bootstrap.servers} at least; may hold secrets
 * @param namePrefix what goes before topics' names on the cluster; empty if nothing does
 */
public record KafkaAccess(Map<String, Object> properties, String namePrefix) {
  public KafkaAccess {
    properties = Map.copyOf(properties);
  }

  @Override
  public String toString() {
    return properties.get("bootstrap.servers") + ", names " + namePrefix + "*";
  }
}
