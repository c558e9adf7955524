package dev.incidentlab.stack;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * How a stack is started.
 *
 * @param home folder that {@code mvn package} lays out; holds {@code lib/tether} and, for an
 *     embedded stack, {@code lib/kafka}, {@code lib/flink} and {@code lib/registry}
 * @param runDirectory where the processes keep data, configuration and {@code logs/COMPONENT.log};
 *     made if missing. A directory that was used before is taken up again: topics and schemas are
 *     still there
 * @param fixedPorts ports that must be these; every other one is chosen among the free ones. Of
 *     kafka the client port, of flink-jobmanager the REST port, of flink-taskmanager the RPC port
 *     of its first launch
 * @param startLimit how long one component may take to answer
 * @param endGrace how long one component may take to end before it is killed
 * @param minimumFreeBytes disk space that the run directory's file system must have left
 * @param taskManagerEnvironment more variables for the environment of Flink's task managers, for
 *     instance the one that arms failpoints of their jobs
 */
public record StackConfig(
    Path home,
    Path runDirectory,
    Map<Component, Integer> fixedPorts,
    Duration startLimit,
    Duration endGrace,
    long minimumFreeBytes,
    Map<String, String> taskManagerEnvironment) {

  private static final Duration START_LIMIT = Duration.ofSeconds(90);
  private static final Duration END_GRACE = Duration.ofSeconds(15);
  private static final long MINIMUM_FREE_BYTES = 512L << 20;

  public StackConfig {
    home = home.toAbsolutePath().normalize();
    runDirectory = runDirectory.toAbsolutePath().normalize();
    fixedPorts = Map.copyOf(fixedPorts);
    taskManagerEnvironment = Map.copyOf(taskManagerEnvironment);
    requireLibraries(home, "tether");
    requirePorts(fixedPorts);
    requirePositive("startLimit", startLimit);
    requirePositive("endGrace", endGrace);
    if (minimumFreeBytes < 0) {
      throw new IllegalArgumentException(
          "minimumFreeBytes must be 0 or more, not " + minimumFreeBytes);
    }
  }

  /** Free ports, 90 s to start, 15 s to end, 512 MiB of free disk. */
  public static StackConfig of(Path home, Path runDirectory) {
    return new StackConfig(
        home, runDirectory, Map.of(), START_LIMIT, END_GRACE, MINIMUM_FREE_BYTES, Map.of());
  }

  /** The same with one port fixed. */
  public StackConfig withFixedPort(Component component, int port) {
    Map<Component, Integer> ports = new EnumMap<>(Component.class);
    ports.putAll(fixedPorts);
    ports.put(component, port);
    return new StackConfig(
        home, runDirectory, ports, startLimit, endGrace, minimumFreeBytes, taskManagerEnvironment);
  }

  /** The same with another limit for start-up. */
  public StackConfig withStartLimit(Duration limit) {
    return new StackConfig(
        home, runDirectory, fixedPorts, limit, endGrace, minimumFreeBytes, taskManagerEnvironment);
  }

  /** The same with another demand for free disk space. */
  public StackConfig withMinimumFreeBytes(long bytes) {
    return new StackConfig(
        home, runDirectory, fixedPorts, startLimit, endGrace, bytes, taskManagerEnvironment);
  }

  /** The same with one more variable in the environment of Flink's task managers. */
  public StackConfig withTaskManagerVariable(String name, String value) {
    Map<String, String> environment = new HashMap<>(taskManagerEnvironment);
    environment.put(name, value);
    return new StackConfig(
        home, runDirectory, fixedPorts, startLimit, endGrace, minimumFreeBytes, environment);
  }

  /**
   * @throws IllegalArgumentException if a library's folder is not below {@code home/lib}
   */
  void requireLibraries(String... libraries) {
    requireLibraries(home, libraries);
  }

  private static void requireLibraries(Path home, String... libraries) {
    for (String library : libraries) {
      Path folder = home.resolve("lib").resolve(library);
      if (!Files.isDirectory(folder)) {
        throw new IllegalArgumentException(
            "home %s has no lib/%s, so it is not a built lab; build it with 'mvn package'"
                .formatted(home, library));
      }
    }
  }

  private static void requirePorts(Map<Component, Integer> ports) {
    Map<Integer, Component> seen = new HashMap<>();
    ports.forEach(
        (component, port) -> {
          if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException(
                "port %d of %s is not within 1 to 65535; leave it out to have a free one chosen"
                    .formatted(port, component));
          }
          Component other = seen.put(port, component);
          if (other != null) {
            throw new IllegalArgumentException(
                "port %d is fixed for both %s and %s; give one of them another"
                    .formatted(port, other, component));
          }
        });
  }

  private static void requirePositive(String name, Duration duration) {
    if (duration.isZero() || duration.isNegative()) {
      throw new IllegalArgumentException(
          "%s must be longer than nothing, not %s".formatted(name, duration));
    }
  }
}
