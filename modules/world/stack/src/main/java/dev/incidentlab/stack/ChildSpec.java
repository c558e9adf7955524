package dev.incidentlab.stack;

import java.util.List;
import java.util.Map;

/**
 * One launch of a component.
 *
 * @param address what a user would connect to
 */
record ChildSpec(
    String mainClass,
    ClassPath classPath,
    List<String> jvmOptions,
    List<String> arguments,
    Map<String, String> environment,
    HealthCheck health,
    String address) {

  ChildSpec {
    jvmOptions = List.copyOf(jvmOptions);
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
  }
}
