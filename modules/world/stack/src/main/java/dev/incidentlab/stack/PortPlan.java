package dev.incidentlab.stack;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Every port of one stack.
 *
 * @param main the port that each component is reached at
 * @param kafkaController where the KRaft controller listens
 * @param flinkRpc where the job manager listens for task managers
 */
record PortPlan(Map<Component, Integer> main, int kafkaController, int flinkRpc) {

  private static final String HOST = "127.0.0.1";

  PortPlan {
    main = Map.copyOf(main);
  }

  /** Fixed ports as they are, free ones for the rest; refuses if a fixed one is taken. */
  static PortPlan draw(Map<Component, Integer> fixed, RandomGenerator random)
      throws StackStartException {
    requireFree(fixed);
    Ports ports = new Ports(random, Set.copyOf(fixed.values()));
    Map<Component, Integer> main = new EnumMap<>(Component.class);
    for (Component component : Component.values()) {
      Integer port = fixed.get(component);
      main.put(component, port == null ? ports.next() : port);
    }
    return new PortPlan(main, ports.next(), ports.next());
  }

  int of(Component component) {
    return main.get(component);
  }

  Set<Integer> all() {
    Set<Integer> all = new HashSet<>(main.values());
    all.add(kafkaController);
    all.add(flinkRpc);
    return all;
  }

  Endpoints endpoints() {
    return new Endpoints(
        HOST + ":" + of(Component.KAFKA),
        http(Component.REGISTRY, "/apis/ccompat/v7"),
        http(Component.FLINK_JOBMANAGER, ""),
        http(Component.PRODUCER, ""));
  }

  private URI http(Component component, String path) {
    return URI.create("http://" + HOST + ":" + of(component) + path);
  }

  private static void requireFree(Map<Component, Integer> fixed) throws StackStartException {
    List<String> problems = new ArrayList<>();
    List<Component> blamed = new ArrayList<>();
    PortOwner owner = new PortOwner(Path.of("/proc"));
    for (Component component : fixed.keySet().stream().sorted().toList()) {
      int port = fixed.get(component);
      if (!Ports.isFree(port)) {
        blamed.add(component);
        problems.add(
            "%s: port %d of %s is taken by %s"
                .formatted(
                    component,
                    port,
                    HOST,
                    owner.of(port).orElse("a process that cannot be named")));
      }
    }
    if (!problems.isEmpty()) {
      throw new StackStartException(
          blamed.size() == 1 ? blamed.get(0) : null,
          String.join("; ", problems)
              + "; end that process, fix another port, or fix none to have a free one chosen",
          null);
    }
  }
}
