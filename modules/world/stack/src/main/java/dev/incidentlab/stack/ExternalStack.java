package dev.incidentlab.stack;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Kafka, registry and Flink that somebody else runs, and a producer of this lab's own beside them:
 * a child process as in the {@link EmbeddedStack}, with its log in {@code RUN/logs/producer.log}.
 */
public final class ExternalStack implements Stack, ComponentControl {
  private final StackConfig config;
  private final Endpoints endpoints;
  private final Map<Component, Probe> probes;
  private final Child producer;
  private final Optional<ComponentControl> theirs;

  private ExternalStack(
      StackConfig config,
      Endpoints endpoints,
      Map<Component, Probe> probes,
      Child producer,
      Optional<ComponentControl> theirs) {
    this.config = config;
    this.endpoints = endpoints;
    this.probes = probes;
    this.producer = producer;
    this.theirs = theirs;
  }

  /**
   * Attaches if every component answers, and starts the producer.
   *
   * @param probes how each component but the producer is looked at
   * @param external where they are, the producer's address from a port of this machine
   * @param theirs brings about faults of the components that are not the producer; empty if nothing
   *     here can
   * @param producer told where everything is, before it is started
   * @param made what is made on the platform meanwhile, which the producer may wait for: should it
   *     fail, the producer is ended, and it is told why
   * @throws StackStartException naming every component that cannot be used, with the reason; or if
   *     the producer does not come up. Nothing is left running then
   */
  public static ExternalStack attach(
      StackConfig config,
      Function<Endpoints, Endpoints> external,
      Map<Component, Probe> probes,
      Optional<ComponentControl> theirs,
      Function<Endpoints, ProcessSpec> producer,
      CompletableFuture<?> made,
      StackEvents events)
      throws StackStartException {
    EmbeddedStack.awaitPredecessors(config.runDirectory());
    PortPlan ports = PortPlan.draw(config.fixedPorts(), new SplittableRandom());
    Endpoints endpoints = external.apply(ports.endpoints());
    RunLayout run = EmbeddedStack.layOut(config, List.of(Component.values()));
    ProcessSpec spec = Objects.requireNonNull(producer.apply(endpoints), "producer");
    Child child =
        new Child(
            Component.PRODUCER,
            n -> ProducerProcess.render(spec, ports),
            new Launcher(config.home()),
            run,
            events);
    ExternalStack stack =
        new ExternalStack(config, endpoints, new TreeMap<>(probes), child, theirs);
    stack.requireAnswers(events);
    stack.startProducer(made);
    return stack;
  }

  private void requireAnswers(StackEvents events) throws StackStartException {
    Map<Component, String> silent = new TreeMap<>(troubles());
    if (!silent.isEmpty()) {
      throw new StackStartException(
          silent.size() == 1 ? silent.keySet().iterator().next() : null,
          silent.entrySet().stream()
              .map(
                  trouble ->
                      "%s cannot be used at %s (%s)"
                          .formatted(
                              trouble.getKey(), address(trouble.getKey()), trouble.getValue()))
              .collect(
                  Collectors.joining(
                      "; ", "", "; start it there, or correct its address or the client settings")),
          null);
    }
    probes.keySet().forEach(component -> events.ready(component, Duration.ZERO));
  }

  private void startProducer(CompletableFuture<?> made) throws StackStartException {
    try {
      producer.launch();
      made.whenComplete((done, failure) -> endIf(failure != null));
      producer.awaitReady(config.startLimit());
    } catch (StackStartException e) {
      close();
      throw failure(made).orElse(e);
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw new StackStartException("the start was interrupted; the producer was ended");
    }
  }

  private void endIf(boolean failed) {
    if (failed) {
      close();
    }
  }

  private static Optional<StackStartException> failure(CompletableFuture<?> made) {
    Throwable failure = made.handle((done, why) -> why).getNow(null);
    if (failure == null) {
      return Optional.empty();
    }
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return Optional.of(new StackStartException(null, String.valueOf(cause.getMessage()), cause));
  }

  @Override
  public void kill(Component component) {
    if (component == Component.PRODUCER) {
      producer.killAlive();
    } else {
      theirs(component).kill(component);
    }
  }

  @Override
  public void pause(Component component) {
    if (component == Component.PRODUCER) {
      producer.pause();
    } else {
      theirs(component).pause(component);
    }
  }

  @Override
  public void unpause(Component component) {
    if (component == Component.PRODUCER) {
      producer.unpause();
    } else {
      theirs(component).unpause(component);
    }
  }

  @Override
  public void restart(Component component) throws StackStartException {
    if (component == Component.PRODUCER) {
      producer.restart(config.endGrace(), config.startLimit());
    } else {
      theirs(component).restart(component);
    }
  }

  private ComponentControl theirs(Component component) {
    return theirs.orElseThrow(
        () ->
            new IllegalStateException(
                "%s is run by somebody else, and no container engine was named to reach it by"
                    .formatted(component)));
  }

  private Map<Component, String> troubles() {
    Map<Component, String> troubles = new EnumMap<>(Component.class);
    probes.entrySet().parallelStream()
        .map(probe -> Map.entry(probe.getKey(), probe.getValue().trouble()))
        .toList()
        .forEach(found -> found.getValue().ifPresent(why -> troubles.put(found.getKey(), why)));
    return troubles;
  }

  @Override
  public Endpoints endpoints() {
    return endpoints;
  }

  /** Asks each component now; takes some seconds if one is silent. */
  @Override
  public List<ComponentStatus> status() {
    Map<Component, String> troubles = troubles();
    return Stream.concat(
            probes.keySet().stream().map(c -> status(c, !troubles.containsKey(c))),
            Stream.of(producer.status()))
        .toList();
  }

  /** Ends the producer; everything else goes on. */
  @Override
  public void close() {
    producer.end(config.endGrace());
  }

  private ComponentStatus status(Component component, boolean answers) {
    return new ComponentStatus(
        component,
        OptionalLong.empty(),
        answers,
        address(component),
        Duration.ZERO,
        OptionalLong.empty(),
        Optional.<Path>empty());
  }

  private String address(Component component) {
    return switch (component) {
      case KAFKA -> endpoints.kafkaBootstrap();
      case REGISTRY -> endpoints.registryUrl().toString();
      case FLINK_JOBMANAGER, FLINK_TASKMANAGER -> endpoints.flinkUrl().toString();
      case PRODUCER -> endpoints.producerUrl().toString();
    };
  }
}
