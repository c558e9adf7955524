package dev.incidentlab.server.run;

import dev.incidentlab.drill.Fault;
import dev.incidentlab.drill.engine.DrillEngine;
import dev.incidentlab.drill.engine.Reached;
import dev.incidentlab.ingest.flags.FlagTopic;
import dev.incidentlab.producer.ProducerMain;
import dev.incidentlab.schema.SchemaRegistry;
import dev.incidentlab.server.adapter.ComponentFaults;
import dev.incidentlab.server.adapter.ComposeContainers;
import dev.incidentlab.server.adapter.FlinkRest;
import dev.incidentlab.server.adapter.Grading;
import dev.incidentlab.server.adapter.IngestJobs;
import dev.incidentlab.server.adapter.IngestPipeline;
import dev.incidentlab.server.adapter.KafkaTopics;
import dev.incidentlab.server.adapter.LineageFeed;
import dev.incidentlab.server.adapter.Models;
import dev.incidentlab.server.adapter.PlatformAccess;
import dev.incidentlab.server.adapter.PlatformFaults;
import dev.incidentlab.server.adapter.PlatformHealth;
import dev.incidentlab.server.adapter.PlatformProbes;
import dev.incidentlab.server.adapter.ProducerControl;
import dev.incidentlab.server.adapter.ProducerFaults;
import dev.incidentlab.server.adapter.Replays;
import dev.incidentlab.server.adapter.Tables;
import dev.incidentlab.server.letters.DeadLetters;
import dev.incidentlab.server.letters.Redrives;
import dev.incidentlab.server.past.PastRun;
import dev.incidentlab.stack.Component;
import dev.incidentlab.stack.ComponentControl;
import dev.incidentlab.stack.EmbeddedStack;
import dev.incidentlab.stack.Endpoints;
import dev.incidentlab.stack.ExternalStack;
import dev.incidentlab.stack.ProcessSpec;
import dev.incidentlab.stack.Stack;
import dev.incidentlab.stack.StackConfig;
import dev.incidentlab.stack.StackStartException;
import dev.incidentlab.warehouse.Warehouse;
import dev.incidentlab.warehouse.lineage.Lineage;
import dev.incidentlab.warehouse.models.Project;
import dev.incidentlab.warehouse.models.ProjectReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running platform: the stack with its topics, flags, tables and jobs, and the drill on it. */
public final class Platform implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Platform.class);
  private static final Duration BARRIER_LIMIT = Duration.ofSeconds(120);
  private static final int WAREHOUSE_MEGABYTES = 256;
  private static final String PRODUCER_MAIN = ProducerMain.class.getName();

  /** A job whose source waits for a broker that hangs may take much longer to end. */
  private static final Duration ENDING_LIMIT = Duration.ofSeconds(5);

  private final Stack stack;
  private final String producerKey;
  private final BringUp bringUp;
  private final KafkaTopics topics;
  private final FlagTopic flags;
  private final SchemaRegistry registry;
  private final FlinkRest flink;
  private final Tables tables;
  private final IngestJobs jobs;
  private final Warehouse warehouse;
  private final LineageFeed lineage;
  private final Models models;
  private final Replays replays;
  private final DeadLetters deadLetters;
  private final Redrives redrives;
  private final ProducerControl producer;
  private final DrillEngine engine;
  private final Grading grading;

  private Platform(
      LabOptions options,
      RunState state,
      Stack stack,
      String producerKey,
      BringUp bringUp,
      Optional<PastRun> past,
      PlatformFaults.Colleague colleague)
      throws InterruptedException {
    BringUp.Ready ready = bringUp.awaitReady();
    Endpoints endpoints = stack.endpoints();
    this.stack = stack;
    this.producerKey = producerKey;
    this.bringUp = bringUp;
    this.topics = ready.topics();
    PlatformAccess access = topics.access();
    this.flags = new FlagTopic(access.named(IngestPipeline.FLAG_TOPIC), topics.clientProperties());
    this.registry = access.registry();
    this.flink = ready.flink();
    this.tables = ready.tables();
    this.jobs = ready.jobs();
    this.warehouse = new Warehouse(WAREHOUSE_MEGABYTES);
    Project project = ProjectReader.standard();
    this.lineage =
        LineageFeed.start(
            new LineageFeed.Told(
                options.run().resolve(Lineage.FILE),
                options.lineageUrl(),
                state.scenarioId(),
                past.flatMap(PastRun::pageOf).map(Path::of).orElse(options.run()),
                downstream(options.run())),
            new LineageFeed.Sources(flink, tables, registry, warehouse, project),
            state.journal(),
            state.clock()::now);
    this.models =
        new Models(
            project,
            downstream(options.run()),
            warehouse,
            tables,
            state.journal(),
            lineage.lineage());
    this.replays = new Replays(topics, tables, jobs, flink, warehouse, lineage);
    this.deadLetters = new DeadLetters(topics, tables, registry);
    this.redrives = new Redrives(deadLetters, tables, jobs, flink, lineage);
    this.producer = new ProducerControl(endpoints.producerUrl(), producerKey);
    if (past.map(PastRun::producerStopped).orElse(false)) {
      producer.stayStopped();
    }
    this.engine =
        new DrillEngine(
            state.scenario(),
            new DrillEngine.Ports(
                producer,
                faults(stack, producer, flags, access, colleague),
                new PlatformProbes(
                        tables,
                        jobs,
                        warehouse,
                        models,
                        deadLetters::unresolved,
                        access.registry()::trouble)
                    .all(),
                models),
            state.journal(),
            state.clock(),
            state.alerts(),
            state.messages(),
            BARRIER_LIMIT,
            past.map(PastRun::reached).orElseGet(Reached::nothing));
    this.grading =
        new Grading(
            access,
            ledger(options.run()),
            tables,
            registry,
            state.scenario(),
            state.clock()::now,
            models);
  }

  /**
   * What a platform leaves to the next one of the same run: its Flink cluster, without jobs.
   *
   * @param jobs ids of the jobs that the cluster remembers
   */
  public record Kept(EmbeddedStack stack, String producerKey, Set<String> jobs) {
    public Kept {
      jobs = Set.copyOf(jobs);
    }
  }

  /**
   * Brings the stack up; the ingest jobs are still being submitted when it returns.
   *
   * @param past what happened before, in a run that goes on
   * @param colleague uses verbs on behalf of somebody in the story
   * @param kept what {@link #discard} of the platform before this one left
   */
  public static Platform start(
      LabOptions options,
      RunState state,
      Optional<PastRun> past,
      PlatformFaults.Colleague colleague,
      Optional<Kept> kept)
      throws StackStartException, InterruptedException {
    BringUp bringUp = new BringUp(options, state, past, kept.map(Kept::jobs).orElseGet(Set::of));
    // Its address is no secret, and what it is told to publish is.
    String producerKey = kept.map(Kept::producerKey).orElseGet(() -> UUID.randomUUID().toString());
    Stack stack =
        kept.isPresent()
            ? goOn(kept.get().stack(), bringUp)
            : start(options, state, producerKey, bringUp);
    try {
      return new Platform(options, state, stack, producerKey, bringUp, past, colleague);
    } catch (RuntimeException | InterruptedException e) {
      stack.close();
      throw e;
    }
  }

  private static Stack goOn(EmbeddedStack stack, BringUp bringUp) throws StackStartException {
    PlatformAccess access = PlatformAccess.own(stack.endpoints());
    bringUp.accessKnown(access, () -> new KafkaTopics(access));
    stack.goOn(bringUp);
    return stack;
  }

  private static Stack start(
      LabOptions options, RunState state, String producerKey, BringUp bringUp)
      throws StackStartException {
    StackConfig config = StackConfig.of(options.home(), options.run());
    for (Map.Entry<Component, Integer> port : options.ports().entrySet()) {
      config = config.withFixedPort(port.getKey(), port.getValue());
    }
    return options.external().isPresent()
        ? attach(options, state, config, producerKey, bringUp)
        : EmbeddedStack.start(
            config,
            endpoints -> {
              PlatformAccess access = PlatformAccess.own(endpoints);
              bringUp.accessKnown(access, () -> new KafkaTopics(access));
              return producer(options, state, access, producerKey);
            },
            bringUp);
  }

  private static Stack attach(
      LabOptions options, RunState state, StackConfig config, String producerKey, BringUp bringUp)
      throws StackStartException {
    ExternalPlatform platform = options.external().orElseThrow();
    PlatformAccess access = platform.access(options.run());
    platform.requireFolder();
    // Open for as long as the lab: somebody asks time and again whether kafka is there.
    KafkaTopics topics = new KafkaTopics(access);
    try {
      return ExternalStack.attach(
          config,
          platform::endpoints,
          PlatformHealth.probes(topics, access.registry(), new FlinkRest(access)),
          platform.engine().map(engine -> new ComposeContainers(engine.socket(), engine.project())),
          endpoints -> {
            bringUp.accessKnown(access, () -> topics);
            return producer(options, state, access, producerKey);
          },
          bringUp.beingMade(),
          bringUp);
    } catch (StackStartException | RuntimeException e) {
      topics.close();
      throw e;
    }
  }

  private static Map<String, Fault> faults(
      Stack stack,
      ProducerControl producer,
      FlagTopic flags,
      PlatformAccess access,
      PlatformFaults.Colleague colleague) {
    Map<String, Fault> faults = new HashMap<>(ProducerFaults.of(producer));
    faults.putAll(PlatformFaults.of(flags, access::registry, colleague));
    if (stack instanceof ComponentControl control) {
      faults.putAll(ComponentFaults.of(control));
    }
    return faults;
  }

  private static ProcessSpec producer(
      LabOptions options, RunState state, PlatformAccess access, String producerKey) {
    List<String> arguments = new ArrayList<>();
    access
        .clientConfig()
        .ifPresent(file -> arguments.addAll(List.of("--client-config", file.toString())));
    if (!access.namePrefix().isEmpty()) {
      arguments.addAll(List.of("--name-prefix", access.namePrefix()));
    }
    double rate = options.rate().orElse(state.scenario().workload().rate());
    arguments.addAll(
        List.of(
            "--bootstrap", access.bootstrap(),
            "--registry", access.registryUrl().toString(),
            "--ledger", ledger(options.run()).toString(),
            "--seed", String.valueOf(options.seed()),
            "--rate", String.valueOf(rate),
            "--start", state.scenario().clock().history().toString()));
    return new ProcessSpec(
        PRODUCER_MAIN,
        options.home().resolve("lib/producer"),
        arguments,
        Map.of(ProducerMain.KEY, producerKey),
        List.of("-Dlogback.configurationFile=logback-producer.xml"),
        Set.of());
  }

  private static Path ledger(Path run) {
    return run.resolve("ledger");
  }

  private static Path downstream(Path run) {
    return run.resolve("downstream");
  }

  /** Waits until both ingest jobs are submitted. */
  public void awaitJobs() throws InterruptedException {
    bringUp.awaitJobs();
  }

  public Stack stack() {
    return stack;
  }

  public KafkaTopics topics() {
    return topics;
  }

  public FlagTopic flags() {
    return flags;
  }

  public SchemaRegistry registry() {
    return registry;
  }

  public FlinkRest flink() {
    return flink;
  }

  public Tables tables() {
    return tables;
  }

  public IngestJobs jobs() {
    return jobs;
  }

  public Warehouse warehouse() {
    return warehouse;
  }

  public LineageFeed lineage() {
    return lineage;
  }

  public Models models() {
    return models;
  }

  public Replays replays() {
    return replays;
  }

  public DeadLetters deadLetters() {
    return deadLetters;
  }

  public Redrives redrives() {
    return redrives;
  }

  public DrillEngine engine() {
    return engine;
  }

  public ProducerControl producer() {
    return producer;
  }

  public Grading grading() {
    return grading;
  }

  /**
   * Ends what this run started. Topics, subjects and tables on a platform of somebody else's stay;
   * {@code clean} removes them.
   */
  @Override
  public void close() {
    lineage.close();
    if (stack instanceof ExternalStack) {
      endJobs();
    }
    flags.close();
    stack.close();
    topics.close();
    warehouse.close();
  }

  /**
   * Ends what this run started, at once: what it left on disk is not to be used any more.
   *
   * @param idle nobody is acting on the platform: no job can be on its way to the cluster
   * @return the Flink cluster without its jobs, if it is of use to the next platform; the caller's
   *     to go on with or to close
   */
  public Optional<Kept> discard(boolean idle) throws InterruptedException {
    lineage.close();
    flags.close();
    Optional<Kept> kept = Optional.empty();
    try {
      if (idle && stack instanceof EmbeddedStack own && own.clusterCanStay()) {
        kept = keep(own);
      }
      return kept;
    } finally {
      if (kept.isEmpty() && stack instanceof EmbeddedStack own) {
        own.discard();
      }
      topics.close();
      warehouse.close();
    }
  }

  /** Jobs end first, while the broker that they read from is there. */
  private Optional<Kept> keep(EmbeddedStack own) throws InterruptedException {
    try {
      if (flink.taskManagers() == 0) {
        return Optional.empty();
      }
      flink.endAll(ENDING_LIMIT);
      Set<String> jobs = flink.allJobs();
      own.discardAllButCluster();
      return Optional.of(new Kept(own, producerKey, jobs));
    } catch (FlinkRest.FlinkException e) {
      LOG.info("the Flink cluster is started anew: {}", e.getMessage());
      return Optional.empty();
    }
  }

  private void endJobs() {
    try {
      flink.endAll();
    } catch (FlinkRest.FlinkException e) {
      LOG.warn("jobs of this run may still be on the cluster: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
