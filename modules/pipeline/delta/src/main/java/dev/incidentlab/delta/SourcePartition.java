package dev.incidentlab.delta;

import java.io.Serializable;
import java.util.Optional;

/**
 * Where rows came from: one partition of one log, named by the topic's <em>id</em>, so that a topic
 * that was deleted and created again is another source.
 *
 * @param topicId the topic's id; not {@code "replay"}, which names upserts in the table's log
 * @param partition partition number, 0 or above
 */
public record SourcePartition(String topicId, int partition) implements Serializable {

  public SourcePartition {
    if (topicId == null || topicId.isBlank() || topicId.equals(UpsertRequest.APP_ID_NAMESPACE)) {
      throw new IllegalArgumentException(
          "source partition: topic id must be non-blank and not '%s', was '%s'"
              .formatted(UpsertRequest.APP_ID_NAMESPACE, topicId));
    }
    if (partition < 0) {
      throw new IllegalArgumentException(
          "source partition %s/%d: partition must be 0 or above".formatted(topicId, partition));
    }
  }

  /** The application id under which this partition's position stands in the table's log. */
  public String appId() {
    return topicId + "/" + partition;
  }

  /** The partition whose position stands under an application id; empty for a replay's. */
  static Optional<SourcePartition> ofAppId(String appId) {
    int slash = appId.lastIndexOf('/');
    String topicId = appId.substring(0, Math.max(0, slash));
    String partition = appId.substring(slash + 1);
    return topicId.isEmpty()
            || topicId.equals(UpsertRequest.APP_ID_NAMESPACE)
            || !partition.matches("\\d{1,9}")
        ? Optional.empty()
        : Optional.of(new SourcePartition(topicId, Integer.parseInt(partition)));
  }

  @Override
  public String toString() {
    return appId();
  }
}
