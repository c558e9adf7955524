package dev.incidentlab.stack;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A Java program to run as the producer. It must answer {@code GET /health} with a 2xx status on
 * the port of 127.0.0.1 that {@code --port N}, added to its arguments, names.
 *
 * @param mainClass fully qualified
 * @param classPath folder of jars or, if it holds no jar, folder of classes
 * @param arguments before {@code --port N}
 * @param environment added to what is inherited
 * @param jvmOptions after the stack's own, so that they win
 * @param after components that must answer before this one is launched; empty: at once
 */
public record ProcessSpec(
    String mainClass,
    Path classPath,
    List<String> arguments,
    Map<String, String> environment,
    List<String> jvmOptions,
    Set<Component> after) {

  public ProcessSpec {
    if (mainClass.isBlank()) {
      throw new IllegalArgumentException("mainClass of the producer is empty; name a class");
    }
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
    jvmOptions = List.copyOf(jvmOptions);
    after = Set.copyOf(after);
    if (after.contains(Component.PRODUCER)) {
      throw new IllegalArgumentException("producer cannot start after itself; leave it out");
    }
  }

  /** A program with arguments, launched at once with the stack's own JVM options. */
  public static ProcessSpec of(String mainClass, Path classPath, List<String> arguments) {
    return new ProcessSpec(mainClass, classPath, arguments, Map.of(), List.of(), Set.of());
  }

  /** The same, launched once these components answer. */
  public ProcessSpec startedAfter(Component... components) {
    return new ProcessSpec(
        mainClass, classPath, arguments, environment, jvmOptions, Set.of(components));
  }
}
