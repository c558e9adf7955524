package dev.incidentlab.stack;

import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** A stack that somebody else runs, known by its addresses alone; this lab never ends it. */
public final class ExternalStack implements Stack {

  private final Endpoints endpoints;
  private final Map<Component, HealthCheck> checks;

  private ExternalStack(Endpoints endpoints) {
    this.endpoints = endpoints;
    this.checks = checks(endpoints);
  }

  /**
   * Attaches once every component answers.
   *
   * @throws StackStartException naming every component that does not answer
   */
  public static ExternalStack attach(Endpoints endpoints) throws StackStartException {
    ExternalStack stack = new ExternalStack(endpoints);
    List<ComponentStatus> silent =
        stack.status().stream().filter(status -> !status.alive()).toList();
    if (!silent.isEmpty()) {
      throw new StackStartException(
          silent.size() == 1 ? silent.get(0).component() : null,
          silent.stream()
              .map(status -> status.component() + " does not answer at " + status.address())
              .collect(Collectors.joining("; ", "", "; start it there, or correct the address")),
          null);
    }
    return stack;
  }

  @Override
  public Endpoints endpoints() {
    return endpoints;
  }

  /** Asks each component now; takes up to two seconds for one that is silent. */
  @Override
  public List<ComponentStatus> status() {
    return checks.entrySet().parallelStream()
        .map(check -> status(check.getKey(), check.getValue().answers()))
        .toList();
  }

  @Override
  public void close() {
    // Nothing here was started by this lab.
  }

  private ComponentStatus status(Component component, boolean answers) {
    return new ComponentStatus(
        component,
        OptionalLong.empty(),
        answers,
        address(component),
        Duration.ZERO,
        OptionalLong.empty(),
        Optional.empty());
  }

  private String address(Component component) {
    return switch (component) {
      case KAFKA -> endpoints.kafkaBootstrap();
      case REGISTRY -> endpoints.registryUrl().toString();
      case FLINK_JOBMANAGER, FLINK_TASKMANAGER -> endpoints.flinkUrl().toString();
      case PRODUCER -> endpoints.producerUrl().toString();
    };
  }

  private static Map<Component, HealthCheck> checks(Endpoints endpoints) {
    String flink = endpoints.flinkUrl().toString().replaceAll("/$", "");
    Map<Component, HealthCheck> checks = new EnumMap<>(Component.class);
    checks.put(Component.KAFKA, HealthCheck.anyKafka(endpoints.kafkaBootstrap()));
    checks.put(
        Component.REGISTRY, HealthCheck.http(URI.create(endpoints.registryUrl() + "/subjects")));
    checks.put(Component.FLINK_JOBMANAGER, HealthCheck.http(URI.create(flink + "/overview")));
    checks.put(
        Component.FLINK_TASKMANAGER,
        HealthCheck.http(URI.create(flink + "/taskmanagers"), body -> body.contains("\"id\":")));
    checks.put(Component.PRODUCER, HealthCheck.http(endpoints.producerUrl().resolve("/health")));
    return checks;
  }
}
