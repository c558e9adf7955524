package dev.incidentlab.stack;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Kafka, registry, Flink and the producer as child processes on 127.0.0.1, each with its log in
 * {@code RUN/logs/COMPONENT.log}.
 *
 * <p>They end with {@link #close}, when this JVM shuts down (Ctrl-C, SIGTERM), and also when it is
 * killed, since each is tethered to it by its standard input.
 */
public final class EmbeddedStack implements Stack, ComponentControl {

  /**
   * A process whose parent is gone ends its work in 5 s. Some then write a class-data archive, for
   * longer and for nobody.
   */
  private static final Duration PREDECESSORS = Duration.ofSeconds(6);

  /** It keeps nothing that is not a job's, so that it can do for another platform's jobs. */
  private static final Set<Component> CLUSTER =
      Set.of(Component.FLINK_JOBMANAGER, Component.FLINK_TASKMANAGER);

  private final StackConfig config;
  private final Endpoints endpoints;
  private final EventRelay events;
  private final Map<Component, Child> children;
  private final Set<Component> beforeProducer;
  private final Thread shutdownHook;
  private volatile boolean closed;

  private EmbeddedStack(
      StackConfig config,
      Endpoints endpoints,
      EventRelay events,
      Map<Component, Child> children,
      Set<Component> beforeProducer) {
    this.config = config;
    this.endpoints = endpoints;
    this.events = events;
    this.children = children;
    this.beforeProducer = beforeProducer;
    this.shutdownHook = new Thread(() -> end(child -> config.endGrace()), "stack-shutdown");
  }

  /**
   * Starts every component at once and returns when each answers.
   *
   * @param producer told where everything will be, before anything is
   * @throws StackStartException if a fixed port is taken, disk is short, or a component ends or is
   *     late; nothing is left running then. Also if the calling thread is interrupted
   */
  public static EmbeddedStack start(
      StackConfig config, Function<Endpoints, ProcessSpec> producer, StackEvents events)
      throws StackStartException {
    EmbeddedStack stack = prepare(config, producer, events);
    stack.bringUp();
    return stack;
  }

  /**
   * Waits until no process of an earlier stack in this directory runs any more; those that are late
   * are killed. {@link #start} does so, too.
   *
   * @throws StackStartException if that cannot be told, or if the calling thread is interrupted
   */
  public static void awaitPredecessors(Path runDirectory) throws StackStartException {
    awaitPredecessors(new RunLayout(runDirectory), PREDECESSORS);
  }

  /** The folder that has a folder of retained checkpoints for each job id. */
  public static Path checkpoints(Path runDirectory) {
    return FlinkProcess.checkpoints(new RunLayout(runDirectory));
  }

  /** All that can be refused before a process exists. */
  static EmbeddedStack prepare(
      StackConfig config, Function<Endpoints, ProcessSpec> producer, StackEvents events)
      throws StackStartException {
    config.requireLibraries("kafka", "flink", "registry");
    awaitPredecessors(config.runDirectory());
    PortPlan ports = PortPlan.draw(config.fixedPorts(), new SplittableRandom());
    RunLayout run = layOut(config, List.of(Component.values()));
    ProcessSpec spec = Objects.requireNonNull(producer.apply(ports.endpoints()), "producer");
    EventRelay relay = new EventRelay(events);
    Map<Component, Child> children = new EnumMap<>(Component.class);
    Launcher launcher = new Launcher(config.home());
    launches(config, run, ports, spec)
        .forEach(
            (component, launches) ->
                children.put(component, new Child(component, launches, launcher, run, relay)));
    return new EmbeddedStack(config, ports.endpoints(), relay, children, spec.after());
  }

  /** Makes the folders of components that are to be launched. */
  static RunLayout layOut(StackConfig config, List<Component> components)
      throws StackStartException {
    RunLayout run = new RunLayout(config.runDirectory());
    try {
      run.make(components);
      run.requireFreeSpace(config.minimumFreeBytes());
      return run;
    } catch (IOException e) {
      throw new StackStartException(
          null,
          "run directory %s cannot be used: %s; choose one that you may write to"
              .formatted(run.root(), e),
          e);
    }
  }

  private static void awaitPredecessors(RunLayout run, Duration limit) throws StackStartException {
    try {
      new Predecessors(run).awaitEnd(limit);
    } catch (IOException e) {
      throw new StackStartException(
          null,
          "run directory %s: cannot tell whether an earlier stack still runs: %s; see that none does and delete %s"
              .formatted(run.root(), e, run.processes()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackStartException("the start was interrupted; nothing was started");
    }
  }

  private static Map<Component, Child.Launches> launches(
      StackConfig config, RunLayout run, PortPlan ports, ProcessSpec producer) {
    FlinkProcess flink =
        new FlinkProcess(config.home(), run, ports, config.taskManagerEnvironment());
    return Map.of(
        Component.KAFKA, n -> KafkaProcess.render(config.home(), run, ports),
        Component.REGISTRY, n -> RegistryProcess.render(config.home(), run, ports),
        Component.FLINK_JOBMANAGER, n -> flink.jobManager(),
        Component.FLINK_TASKMANAGER, n -> flink.taskManager(n),
        Component.PRODUCER, n -> ProducerProcess.render(producer, ports));
  }

  /** Launches everything, and waits for it. */
  void bringUp() throws StackStartException {
    addShutdownHook();
    bringUp(Set.of());
  }

  private void bringUp(Set<Component> kept) throws StackStartException {
    ExecutorService threads = Executors.newCachedThreadPool(EmbeddedStack::daemon);
    try {
      everythingReady(kept, threads).get();
    } catch (InterruptedException e) {
      abandon();
      Thread.currentThread().interrupt();
      throw new StackStartException("the start was interrupted; every component was ended");
    } catch (ExecutionException e) {
      boolean asked = closed;
      abandon();
      throw asked
          ? new StackStartException("the stack was closed while it started; start a new one")
          : startFailure(e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  /** Done when every component answers, or as soon as one fails. */
  private CompletableFuture<?> everythingReady(Set<Component> kept, ExecutorService threads) {
    Map<Component, CompletableFuture<Void>> ready = new EnumMap<>(Component.class);
    CompletableFuture<Object> failed = new CompletableFuture<>();
    // In the order of Component, so that what the producer waits for is there before it.
    children.forEach(
        (component, child) -> {
          Set<Component> before = component == Component.PRODUCER ? beforeProducer : Set.of();
          ready.put(
              component,
              all(before.stream().map(ready::get))
                  .thenRunAsync(() -> bringUp(child, kept.contains(component)), threads)
                  .whenComplete((done, failure) -> report(failure, failed)));
        });
    return CompletableFuture.anyOf(all(ready.values().stream()), failed);
  }

  private static void report(Throwable failure, CompletableFuture<?> to) {
    if (failure != null) {
      to.completeExceptionally(failure);
    }
  }

  private void bringUp(Child child, boolean kept) {
    if (kept) {
      events.kept(child.component());
      return;
    }
    try {
      child.launch();
      child.awaitReady(config.startLimit());
    } catch (StackStartException e) {
      throw new CompletionException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CompletionException(e);
    }
  }

  @Override
  public Endpoints endpoints() {
    return endpoints;
  }

  @Override
  public List<ComponentStatus> status() {
    return children.values().stream().map(Child::status).toList();
  }

  /** Kills one process with SIGKILL. */
  @Override
  public void kill(Component component) {
    children.get(component).killAlive();
  }

  /** Stops one process in its tracks with SIGSTOP. */
  @Override
  public void pause(Component component) {
    children.get(component).pause();
  }

  /** Lets a {@linkplain #pause paused} process go on, with SIGCONT. */
  @Override
  public void unpause(Component component) {
    children.get(component).unpause();
  }

  /** Components that hang because they were {@linkplain #pause paused}. */
  public Set<Component> paused() {
    return children.keySet().stream()
        .filter(component -> children.get(component).paused())
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Does something while every process stands in its tracks, so that what they keep on disk is of
   * one instant, as a power cut would leave it. Those that stood before go on standing after.
   */
  public void whileStill(Runnable step) {
    List<Child> still = new ArrayList<>();
    try {
      for (Child child : children.values()) {
        if (child.active()) {
          child.pause();
          still.add(child);
        }
      }
      step.run();
    } finally {
      still.forEach(Child::unpause);
    }
  }

  /**
   * Ends every process at once, and what they had in hand is lost. Only those that are to leave a
   * class-data archive end in good order: each later start, a rewind's too, is faster by more.
   */
  public void discard() {
    end(this::grace);
    removeShutdownHook();
  }

  /** Whether the Flink cluster answers and has nothing to do for which it must be ended. */
  public boolean clusterCanStay() {
    return CLUSTER.stream()
        .map(children::get)
        .allMatch(child -> child.active() && !child.isToWriteArchive());
  }

  /**
   * Ends every process but those of the Flink cluster at once, and what they had in hand is lost;
   * to be followed by {@link #goOn} or {@link #close}.
   */
  public void discardAllButCluster() {
    allButCluster().map(children::get).forEach(child -> child.stop(grace(child)));
  }

  private static Stream<Component> allButCluster() {
    return Stream.of(Component.values()).filter(component -> !CLUSTER.contains(component));
  }

  /** Where nothing that a process has in hand is wanted. */
  private Duration grace(Child child) {
    return child.isToWriteArchive() ? config.endGrace() : Duration.ZERO;
  }

  /**
   * Launches what {@link #discardAllButCluster} has ended, each at its address of before, and
   * returns when it answers.
   *
   * @param told of events from here on
   * @throws StackStartException as {@link #start}; nothing is left running then
   */
  public void goOn(StackEvents told) throws StackStartException {
    events.to(told);
    layOut(config, allButCluster().toList());
    bringUp(CLUSTER);
  }

  /** Ends the component's process if it runs, launches it again, and waits until it answers. */
  @Override
  public void restart(Component component) throws StackStartException {
    children.get(component).restart(config.endGrace(), config.startLimit());
  }

  /**
   * Ends every process: asks, and kills after the grace. Returns when none is left. May be called
   * again, and while the stack still starts.
   */
  @Override
  public void close() {
    end(child -> config.endGrace());
    removeShutdownHook();
  }

  private void abandon() {
    end(child -> Duration.ZERO);
    removeShutdownHook();
  }

  private void end(Function<Child, Duration> grace) {
    closed = true;
    ExecutorService threads = Executors.newCachedThreadPool(EmbeddedStack::daemon);
    try {
      // The producer first: what it has in flight needs kafka to be acknowledged.
      Child producer = children.get(Component.PRODUCER);
      producer.end(grace.apply(producer));
      all(children.values().stream()
              .map(
                  child ->
                      CompletableFuture.runAsync(() -> child.end(grace.apply(child)), threads)))
          .join();
    } finally {
      threads.shutdown();
    }
  }

  private void addShutdownHook() throws StackStartException {
    try {
      Runtime.getRuntime().addShutdownHook(shutdownHook);
    } catch (IllegalStateException e) {
      throw new StackStartException(null, "the lab is shutting down; start it again", e);
    }
  }

  private void removeShutdownHook() {
    try {
      Runtime.getRuntime().removeShutdownHook(shutdownHook);
    } catch (IllegalStateException e) {
      // The JVM shuts down already, and the hook finds nothing left to end.
      return;
    }
  }

  private static StackStartException startFailure(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause instanceof StackStartException start
        ? start
        : new StackStartException(null, "the stack did not start: " + cause, cause);
  }

  private static CompletableFuture<Void> all(Stream<CompletableFuture<Void>> futures) {
    return CompletableFuture.allOf(futures.toArray(CompletableFuture<?>[]::new));
  }

  private static Thread daemon(Runnable body) {
    Thread thread = new Thread(body, "stack");
    thread.setDaemon(true);
    return thread;
  }
}
