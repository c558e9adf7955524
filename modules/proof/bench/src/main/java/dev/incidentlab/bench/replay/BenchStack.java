package dev.incidentlab.bench.replay;

import dev.incidentlab.ingest.JobOptions;
import dev.incidentlab.ingest.flags.FlagDefinition;
import dev.incidentlab.ingest.flags.FlagTopic;
import dev.incidentlab.ingest.flags.IngestFlags;
import dev.incidentlab.producer.ProducerMain;
import dev.incidentlab.server.adapter.FlinkRest;
import dev.incidentlab.server.adapter.IngestJobs;
import dev.incidentlab.server.adapter.IngestPipeline;
import dev.incidentlab.server.adapter.KafkaTopics;
import dev.incidentlab.server.adapter.PlatformAccess;
import dev.incidentlab.server.adapter.ProducerControl;
import dev.incidentlab.stack.Component;
import dev.incidentlab.stack.ComponentStatus;
import dev.incidentlab.stack.EmbeddedStack;
import dev.incidentlab.stack.Endpoints;
import dev.incidentlab.stack.ProcessSpec;
import dev.incidentlab.stack.StackConfig;
import dev.incidentlab.stack.StackEvents;
import dev.incidentlab.stack.StackStartException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * The lab's own processes as the lab starts them: broker, registry, Flink cluster, producer; its
 * topics, and its flags as they are when a replay is right.
 */
public final class BenchStack implements AutoCloseable {
  /** What is replayed. */
  public static final IngestPipeline PIPELINE = IngestPipeline.AD_EVENTS;

  private static final Instant DAY = Instant.parse("2026-03-03T00:00:00Z");
  private static final int SECONDS_PER_DAY = 86_400;
  private static final int SEED = 42;
  private static final double V2_SHARE = 0.5;

  private final Path home;
  private final Path run;
  private final EmbeddedStack stack;
  private final KafkaTopics topics;
  private final ProducerControl producer;
  private final FlinkRest flink;
  private String jarId;

  private BenchStack(Path home, Path run, EmbeddedStack stack, String producerKey) {
    Endpoints endpoints = stack.endpoints();
    this.home = home;
    this.run = run;
    this.stack = stack;
    this.topics = new KafkaTopics(PlatformAccess.own(endpoints));
    this.producer = new ProducerControl(endpoints.producerUrl(), producerKey);
    this.flink = new FlinkRest(PlatformAccess.own(endpoints));
  }

  /**
   * Brings everything up.
   *
   * @param home the built lab
   * @param run folder of the run, made if missing
   * @param records about how many ad events a day will have
   */
  public static BenchStack start(Path home, Path run, long records) throws StackStartException {
    CompletableFuture<Endpoints> known = new CompletableFuture<>();
    String producerKey = UUID.randomUUID().toString();
    StackEvents events =
        new StackEvents() {
          @Override
          public void ready(Component component, Duration took) {
            if (component == Component.KAFKA) {
              // The producer waits for its topics.
              var unused = known.thenAcceptAsync(BenchStack::makeTopics);
            }
          }
        };
    EmbeddedStack stack =
        EmbeddedStack.start(
            StackConfig.of(home, run),
            endpoints -> {
              known.complete(endpoints);
              return producer(home, run, endpoints, producerKey, records);
            },
            events);
    return new BenchStack(home, run, stack, producerKey);
  }

  private static ProcessSpec producer(
      Path home, Path run, Endpoints endpoints, String key, long records) {
    return new ProcessSpec(
        ProducerMain.class.getName(),
        home.resolve("lib/producer"),
        List.of(
            "--bootstrap", endpoints.kafkaBootstrap(),
            "--registry", endpoints.registryUrl().toString(),
            "--ledger", run.resolve("ledger").toString(),
            "--seed", String.valueOf(SEED),
            "--rate", String.valueOf((double) records / SECONDS_PER_DAY),
            "--start", DAY.toString()),
        Map.of(ProducerMain.KEY, key),
        List.of("-Dlogback.configurationFile=logback-producer.xml"),
        Set.of());
  }

  private static void makeTopics(Endpoints endpoints) {
    try (KafkaTopics topics = new KafkaTopics(PlatformAccess.own(endpoints))) {
      topics.create(IngestPipeline.ALL);
      Map<String, FlagDefinition> flags = new HashMap<>(IngestFlags.defaults());
      flags.replace(IngestFlags.DECODER, flags.get(IngestFlags.DECODER).withVariant("registry"));
      flags.replace(
          IngestFlags.DEAD_LETTERS, flags.get(IngestFlags.DEAD_LETTERS).withVariant("on"));
      try (FlagTopic topic = new FlagTopic(IngestPipeline.FLAG_TOPIC, topics.clientProperties())) {
        topic.put(flags);
      }
    }
  }

  /**
   * Publishes a day of seeded ad events, half of them written with version 2. Their number is drawn
   * from the seed, so it is not exactly the one asked for.
   */
  public Published publish() {
    producer.rollout(Map.of("v2Share", V2_SHARE, "viewThrough", true));
    producer.advance(end());
    return new Published(topics.topicId(PIPELINE).toString(), topics.endOffsets(PIPELINE));
  }

  /** Makes a table that holds every published record; returns its folder. */
  public Path makeWholeTable(Published published) throws InterruptedException {
    Path directory = run.resolve("tables").resolve(PIPELINE.table());
    return TableBefore.make(this, published, TableState.WHOLE, directory).directory();
  }

  /** What a process needs to know to grade a table. */
  public List<String> gradingArguments(Path table, long records) {
    return List.of(
        topics.bootstrap(),
        ledger().toString(),
        table.toString(),
        end().toString(),
        String.valueOf(records));
  }

  /** Story time behind the last event. */
  Instant end() {
    return DAY.plusSeconds(SECONDS_PER_DAY);
  }

  Path home() {
    return home;
  }

  /** The run's folder. */
  Path run() {
    return run;
  }

  Path ledger() {
    return run.resolve("ledger");
  }

  String registryUrl() {
    return stack.endpoints().registryUrl().toString();
  }

  String flinkUrl() {
    return stack.endpoints().flinkUrl().toString();
  }

  FlinkRest flink() {
    return flink;
  }

  /** What a Kafka client needs to connect. */
  Properties kafkaClient() {
    return topics.clientProperties();
  }

  /** What every job is told of the pipeline, with its table in this folder. */
  JobOptions options(Path table) {
    return new JobOptions(
        topics.bootstrap(),
        registryUrl(),
        PIPELINE.topic(),
        PIPELINE.contract(),
        1,
        table.toString(),
        PIPELINE.table(),
        PIPELINE.deadLetterTopic(),
        IngestPipeline.FLAG_TOPIC,
        PIPELINE.parallelism(),
        "",
        "");
  }

  /** The id of the jobs' jar on the cluster; the first call uploads it, as the lab does. */
  synchronized String jarId() throws InterruptedException {
    if (jarId == null) {
      jarId = flink.upload(IngestJobs.thinJar());
    }
    return jarId;
  }

  /** Process id of a component. */
  long pid(Component component) {
    return stack.status().stream()
        .filter(status -> status.component() == component)
        .map(ComponentStatus::pid)
        .findFirst()
        .orElseThrow()
        .orElseThrow();
  }

  /** Process ids of what a replay works with: broker, registry and the Flink cluster. */
  List<Long> pids() {
    return List.of(
        pid(Component.KAFKA),
        pid(Component.REGISTRY),
        pid(Component.FLINK_JOBMANAGER),
        pid(Component.FLINK_TASKMANAGER));
  }

  /** Replaces a task manager that has ended; does nothing to one that runs. */
  void reviveTaskManager() throws StackStartException {
    boolean alive =
        stack.status().stream()
            .anyMatch(s -> s.component() == Component.FLINK_TASKMANAGER && s.alive());
    if (!alive) {
      stack.restart(Component.FLINK_TASKMANAGER);
    }
  }

  @Override
  public void close() {
    topics.close();
    stack.close();
  }
}
