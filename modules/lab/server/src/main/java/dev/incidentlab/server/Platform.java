package dev.incidentlab.server;

import dev.incidentlab.drill.JournalEntry.Kind;
import dev.incidentlab.drill.ObservationException;
import dev.incidentlab.drill.engine.DrillEngine;
import dev.incidentlab.drill.scenario.Scenario;
import dev.incidentlab.ingest.flags.FlagTopic;
import dev.incidentlab.ingest.flags.IngestFlags;
import dev.incidentlab.schema.SchemaRegistry;
import dev.incidentlab.server.adapter.FlinkRest;
import dev.incidentlab.server.adapter.Grading;
import dev.incidentlab.server.adapter.IngestJobs;
import dev.incidentlab.server.adapter.IngestPipeline;
import dev.incidentlab.server.adapter.KafkaTopics;
import dev.incidentlab.server.adapter.PlatformProbes;
import dev.incidentlab.server.adapter.ProducerControl;
import dev.incidentlab.server.adapter.ProducerFaults;
import dev.incidentlab.server.adapter.Replays;
import dev.incidentlab.server.adapter.Tables;
import dev.incidentlab.stack.Component;
import dev.incidentlab.stack.EmbeddedStack;
import dev.incidentlab.stack.Endpoints;
import dev.incidentlab.stack.ProcessSpec;
import dev.incidentlab.stack.Stack;
import dev.incidentlab.stack.StackConfig;
import dev.incidentlab.stack.StackEvents;
import dev.incidentlab.stack.StackStartException;
import dev.incidentlab.warehouse.Warehouse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The running platform: the stack with its topics, flags, tables and jobs, and the drill on it. */
public final class Platform implements AutoCloseable {
  private static final Duration BARRIER_LIMIT = Duration.ofSeconds(120);
  private static final int WAREHOUSE_MEGABYTES = 256;
  private static final String PRODUCER_MAIN = "dev.incidentlab.producer.ProducerMain";

  private final Stack stack;
  private final KafkaTopics topics;
  private final FlagTopic flags;
  private final SchemaRegistry registry;
  private final FlinkRest flink;
  private final Tables tables;
  private final IngestJobs jobs;
  private final Warehouse warehouse;
  private final Replays replays;
  private final ProducerControl producer;
  private final DrillEngine engine;
  private final Grading grading;

  private Platform(LabOptions options, RunState state, Stack stack, KafkaTopics topics) {
    Endpoints endpoints = stack.endpoints();
    Path root = options.run().resolve("tables");
    this.stack = stack;
    this.topics = topics;
    this.flags = new FlagTopic(IngestPipeline.FLAG_TOPIC, topics.clientProperties());
    this.registry = new SchemaRegistry(endpoints.registryUrl().toString());
    this.flink = new FlinkRest(endpoints.flinkUrl());
    this.tables = new Tables(root, topics);
    this.jobs =
        new IngestJobs(
            flink,
            options.home().resolve("jobs/ingest.jar"),
            endpoints.kafkaBootstrap(),
            endpoints.registryUrl().toString(),
            root);
    this.warehouse = new Warehouse(WAREHOUSE_MEGABYTES);
    this.replays = new Replays(topics, tables, jobs, flink, warehouse);
    this.producer = new ProducerControl(endpoints.producerUrl());
    this.engine =
        new DrillEngine(
            state.scenario(),
            new DrillEngine.Ports(
                producer,
                ProducerFaults.of(producer),
                new PlatformProbes(tables, jobs, flink, warehouse).all()),
            state.journal(),
            state.clock(),
            state.alerts(),
            BARRIER_LIMIT);
    this.grading =
        new Grading(
            topics.clientProperties(),
            ledger(options.run()),
            tables,
            endpoints.registryUrl().toString(),
            state.scenario().thresholds().freshness(),
            state.clock()::now);
  }

  /** Brings the stack up, and the jobs on it; returns when both ingest jobs are submitted. */
  static Platform start(LabOptions options, RunState state)
      throws StackStartException, InterruptedException {
    StackConfig config = StackConfig.of(options.home(), options.run());
    for (Map.Entry<Component, Integer> port : options.ports().entrySet()) {
      config = config.withFixedPort(port.getKey(), port.getValue());
    }
    CompletableFuture<Endpoints> drawn = new CompletableFuture<>();
    CompletableFuture<KafkaTopics> topics = new CompletableFuture<>();
    Stack stack =
        EmbeddedStack.start(
            config,
            endpoints -> {
              drawn.complete(endpoints);
              return producer(options, state, endpoints);
            },
            new StackEvents() {
              @Override
              public void ready(Component component, Duration took) {
                state
                    .journal()
                    .write(
                        Kind.COMPONENT,
                        "%s is up after %.1f s.".formatted(component, took.toMillis() / 1000.0));
                if (component == Component.KAFKA) {
                  // The producer waits for its topics, so they are made while the rest comes up.
                  topics.completeAsync(() -> makeTopics(drawn.join()));
                }
              }

              @Override
              public void ended(Component component, int exit) {
                state
                    .journal()
                    .write(
                        Kind.COMPONENT, "%s has ended with status %d.".formatted(component, exit));
              }
            });
    try {
      Platform platform = new Platform(options, state, stack, topics.join());
      for (IngestPipeline pipeline : IngestPipeline.ALL) {
        platform.tables.table(pipeline);
        platform.jobs.start(pipeline, IngestJobs.StartFrom.EARLIEST, Map.of());
        state.journal().write(Kind.LAB, "Job %s is submitted.".formatted(pipeline.jobName()));
      }
      return platform;
    } catch (RuntimeException | InterruptedException e) {
      stack.close();
      throw e;
    }
  }

  private static KafkaTopics makeTopics(Endpoints endpoints) {
    KafkaTopics topics = new KafkaTopics(endpoints.kafkaBootstrap());
    topics.create(IngestPipeline.ALL);
    new FlagTopic(IngestPipeline.FLAG_TOPIC, topics.clientProperties()).put(IngestFlags.defaults());
    return topics;
  }

  private static ProcessSpec producer(LabOptions options, RunState state, Endpoints endpoints) {
    double rate = options.rate().orElse(state.scenario().workload().rate());
    return ProcessSpec.of(
        PRODUCER_MAIN,
        options.home().resolve("lib/producer"),
        List.of(
            "--bootstrap", endpoints.kafkaBootstrap(),
            "--registry", endpoints.registryUrl().toString(),
            "--ledger", ledger(options.run()).toString(),
            "--seed", String.valueOf(options.seed()),
            "--rate", String.valueOf(rate),
            "--start", state.scenario().clock().history().toString()));
  }

  private static Path ledger(Path run) {
    return run.resolve("ledger");
  }

  /** Keeps what topics and tables are at the page, for the grader to compare with. */
  void recordBaseline(Scenario scenario) throws ObservationException {
    grading.recordBaseline(scenario.mustManifest(), engine.manifested());
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

  public Replays replays() {
    return replays;
  }

  public DrillEngine engine() {
    return engine;
  }

  public Grading grading() {
    return grading;
  }

  @Override
  public void close() {
    stack.close();
    topics.close();
    warehouse.close();
  }
}
