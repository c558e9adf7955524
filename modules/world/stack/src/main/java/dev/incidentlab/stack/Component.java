package dev.incidentlab.stack;

import java.util.Arrays;
import java.util.stream.Collectors;

/** A process of the stack, by the name that verbs, logs and the journal use. */
public enum Component {
  KAFKA("kafka"),
  REGISTRY("registry"),
  FLINK_JOBMANAGER("flink-jobmanager"),
  FLINK_TASKMANAGER("flink-taskmanager"),
  PRODUCER("producer");

  private final String id;

  Component(String id) {
    this.id = id;
  }

  /** The name in lower case with dashes, such as {@code flink-jobmanager}. */
  public String id() {
    return id;
  }

  /**
   * The component of that name.
   *
   * @throws IllegalArgumentException naming the known ones, if there is none
   */
  public static Component of(String id) {
    for (Component component : values()) {
      if (component.id.equals(id)) {
        return component;
      }
    }
    throw new IllegalArgumentException(
        "component '%s' is not known; use one of %s"
            .formatted(
                id, Arrays.stream(values()).map(Component::id).collect(Collectors.joining(", "))));
  }

  @Override
  public String toString() {
    return id;
  }
}
