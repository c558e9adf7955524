package dev.incidentlab.server.adapter;

import dev.incidentlab.schema.SchemaRegistry;
import dev.incidentlab.stack.Component;
import dev.incidentlab.stack.Probe;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Looks whether the components of a platform that somebody else runs answer this run's clients. */
public final class PlatformHealth {
  private PlatformHealth() {}

  /** One probe for each component but the producer. */
  public static Map<Component, Probe> probes(
      KafkaTopics topics, SchemaRegistry registry, FlinkRest flink) {
    Map<Component, Probe> probes = new EnumMap<>(Component.class);
    probes.put(Component.KAFKA, answering(topics::ping));
    probes.put(Component.REGISTRY, registry::trouble);
    probes.put(Component.FLINK_JOBMANAGER, answering(flink::taskManagers));
    probes.put(
        Component.FLINK_TASKMANAGER,
        asking(
            () ->
                flink.taskManagers() == 0
                    ? Optional.of("the job manager knows of no task manager")
                    : Optional.empty()));
    return probes;
  }

  private static Probe answering(Runnable question) {
    return asking(
        () -> {
          question.run();
          return Optional.empty();
        });
  }

  private static Probe asking(Probe question) {
    return () -> {
      try {
        return question.trouble();
      } catch (RuntimeException e) {
        return Optional.of(LastCause.of(e));
      }
    };
  }
}
