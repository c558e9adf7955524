package dev.incidentlab.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incidentlab.delta.OffsetRange;
import dev.incidentlab.delta.failpoint.Failpoint;
import dev.incidentlab.delta.failpoint.Failpoints;
import dev.incidentlab.delta.failpoint.Failpoints.Held;
import dev.incidentlab.drill.Fault;
import dev.incidentlab.drill.FaultException;
import dev.incidentlab.drill.ObservationException;
import dev.incidentlab.drill.Outcome;
import dev.incidentlab.drill.Verdict;
import dev.incidentlab.grading.Baseline;
import dev.incidentlab.grading.Evidence;
import dev.incidentlab.grading.Grader;
import dev.incidentlab.grading.KafkaAccess;
import dev.incidentlab.grading.Subject;
import dev.incidentlab.ingest.IngestJob;
import dev.incidentlab.ingest.OffsetSelection;
import dev.incidentlab.ingest.Offsets;
import dev.incidentlab.ingest.RedriveJob;
import dev.incidentlab.ingest.ReplayJob;
import dev.incidentlab.ingest.flags.FlagDefinition;
import dev.incidentlab.ingest.flags.FlagTopic;
import dev.incidentlab.ingest.flags.IngestFlags;
import dev.incidentlab.producer.ProducerMain;
import dev.incidentlab.schema.SchemaRegistry;
import dev.incidentlab.schema.UndecodableException.Reason;
import dev.incidentlab.server.adapter.ComponentFaults;
import dev.incidentlab.server.adapter.FlinkRest;
import dev.incidentlab.server.adapter.FlinkRest.FlinkException;
import dev.incidentlab.server.adapter.FlinkRest.FlinkJob;
import dev.incidentlab.server.adapter.IngestJobs;
import dev.incidentlab.server.adapter.IngestJobs.StartFrom;
import dev.incidentlab.server.adapter.IngestPipeline;
import dev.incidentlab.server.adapter.KafkaTopics;
import dev.incidentlab.server.adapter.PlatformAccess;
import dev.incidentlab.server.adapter.ProducerControl;
import dev.incidentlab.server.adapter.ProducerFaults;
import dev.incidentlab.server.adapter.Tables;
import dev.incidentlab.server.letters.DeadLetters;
import dev.incidentlab.server.letters.Letter;
import dev.incidentlab.stack.Component;
import dev.incidentlab.stack.EmbeddedStack;
import dev.incidentlab.stack.Endpoints;
import dev.incidentlab.stack.ProcessSpec;
import dev.incidentlab.stack.StackConfig;
import dev.incidentlab.stack.StackEvents;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * Producer, broker, registry, Flink and the table of ad events, without a drill: ingest decodes by
 * the registry and sets aside what it cannot read. The task manager's failpoints can be armed.
 */
final class PipelineUnderFaults implements AutoCloseable {
  static final IngestPipeline PIPELINE = IngestPipeline.AD_EVENTS;

  private static final Path HOME = Path.of(System.getProperty("lab.home"));
  private static final Instant FIRST = Instant.parse("2026-03-03T05:00:00Z");
  private static final int RATE = 100;

  /** Why the registry's decoder cannot read what is poison here. */
  private static final Set<String> POISON =
      Set.of(Reason.NOT_FRAMED.name(), Reason.UNKNOWN_SCHEMA_ID.name());

  private static final int MISREAD_SECONDS = 5;
  private static final List<String> ORACLES = List.of("ledger", "dead-letters");
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

  private final EmbeddedStack stack;
  private final Failpoints failpoints;
  private final KafkaTopics topics;
  private final Tables tables;
  private final DeadLetters deadLetters;
  private final FlinkRest flink;
  private final IngestJobs jobs;
  private final ProducerControl producer;
  private final Map<String, Fault> faults = new HashMap<>();
  private final Evidence evidence;
  private final Path ledger;
  private Instant published = FIRST;
  private int replays;
  private int redrives;

  private PipelineUnderFaults(Path run, EmbeddedStack stack, Failpoints failpoints)
      throws ObservationException {
    Endpoints endpoints = stack.endpoints();
    this.stack = stack;
    this.failpoints = failpoints;
    PlatformAccess access = PlatformAccess.own(endpoints);
    topics = new KafkaTopics(access);
    tables = new Tables(run.resolve("tables"), topics);
    SchemaRegistry registry = access.registry();
    deadLetters = new DeadLetters(topics, tables, registry);
    ledger = run.resolve("ledger");
    flink = new FlinkRest(access);
    jobs =
        new IngestJobs(
            flink, IngestJobs.thinJar(), access, run.resolve("tables"), Optional.empty());
    producer = new ProducerControl(endpoints.producerUrl(), "");
    faults.putAll(ComponentFaults.of(stack));
    faults.putAll(ProducerFaults.of(producer));
    tables.table(PIPELINE);
    KafkaAccess kafka =
        new KafkaAccess(Map.of("bootstrap.servers", endpoints.kafkaBootstrap()), "");
    List<Subject> subjects =
        List.of(
            new Subject(
                PIPELINE.topic(),
                tables.directory(PIPELINE),
                PIPELINE.deadLetterTopic(),
                PIPELINE.contract()));
    evidence =
        new Evidence(
            kafka,
            ledger,
            subjects,
            Baseline.record(kafka, subjects),
            Duration.ofMinutes(5),
            () -> published,
            Optional.of(registry),
            List.of(),
            Optional.empty());
  }

  /** Starts everything but ingest. */
  static PipelineUnderFaults start(Path run) throws Exception {
    Failpoints failpoints = Failpoints.in(run.resolve("failpoints"));
    CompletableFuture<Endpoints> endpoints = new CompletableFuture<>();
    CompletableFuture<Void> kafka = new CompletableFuture<>();
    CompletableFuture<Void> prepared =
        kafka.thenRunAsync(() -> makeTopicsAndFlags(endpoints.join()));
    EmbeddedStack stack =
        EmbeddedStack.start(
            StackConfig.of(HOME, run)
                .withTaskManagerVariable(Failpoint.VARIABLE, failpoints.variable()),
            known -> {
              endpoints.complete(known);
              return producer(known, run);
            },
            new StackEvents() {
              @Override
              public void ready(Component component, Duration took) {
                if (component == Component.KAFKA) {
                  kafka.complete(null);
                }
              }
            });
    try {
      prepared.join();
      return new PipelineUnderFaults(run, stack, failpoints);
    } catch (Exception e) {
      stack.close();
      throw e;
    }
  }

  private static void makeTopicsAndFlags(Endpoints endpoints) {
    try (KafkaTopics topics = new KafkaTopics(PlatformAccess.own(endpoints))) {
      topics.create(IngestPipeline.ALL);
      putFlags(topics, "registry");
    }
  }

  private static void putFlags(KafkaTopics topics, String decoder) {
    Map<String, FlagDefinition> values = new HashMap<>(IngestFlags.defaults());
    values.computeIfPresent(IngestFlags.DECODER, (name, f) -> f.withVariant(decoder));
    values.computeIfPresent(IngestFlags.DEAD_LETTERS, (name, f) -> f.withVariant("on"));
    try (FlagTopic flags = new FlagTopic(IngestPipeline.FLAG_TOPIC, topics.clientProperties())) {
      flags.put(values);
    }
  }

  private static ProcessSpec producer(Endpoints endpoints, Path run) {
    return new ProcessSpec(
        ProducerMain.class.getName(),
        HOME.resolve("lib/producer"),
        List.of(
            "--bootstrap", endpoints.kafkaBootstrap(),
            "--registry", endpoints.registryUrl().toString(),
            "--ledger", run.resolve("ledger").toString(),
            "--seed", "7",
            "--rate", String.valueOf(RATE),
            "--start", FIRST.toString()),
        Map.of(),
        List.of("-Dlogback.configurationFile=logback-producer.xml"),
        Set.of());
  }

  Failpoints failpoints() {
    return failpoints;
  }

  IngestJobs jobs() {
    return jobs;
  }

  KafkaTopics topics() {
    return topics;
  }

  /** Waits for something of this pipeline. */
  static ConditionFactory await(String what) {
    return Awaitility.await(what).atMost(PATIENCE).pollInterval(LOOK_AGAIN).ignoreExceptions();
  }

  /** Has a fault that a scenario may name strike a component. */
  void strike(String fault, Component component) throws FaultException {
    faults.get(fault).inject(published, Map.of("component", component.id()));
  }

  /**
   * From now on, this share of the producer's instances writes version 2.
   *
   * @param viewThrough whether they send the symbol that only version 2 has
   */
  void rollOut(double v2Share, boolean viewThrough) throws FaultException {
    faults
        .get(ProducerFaults.ROLLOUT)
        .inject(published, Map.of("v2Share", v2Share, "viewThrough", viewThrough));
  }

  /**
   * Has ingest misread some events without a word, as in the story; a replay can repair them.
   *
   * @param setAside whether it also takes some for unreadable, which a redrive can bring in
   */
  void misread(boolean setAside) throws FaultException, InterruptedException {
    catchUp();
    restartWith("pinned");
    rollOut(1, setAside);
    publish(MISREAD_SECONDS);
    catchUp();
    restartWith("registry");
  }

  /** A job reads the flags to their end before it reads a record. */
  private void restartWith(String decoder) throws InterruptedException {
    endIngest();
    putFlags(topics, decoder);
    ingest();
  }

  /** Publishes records that nobody can read. */
  void poison(String kind, int count) throws FaultException {
    faults
        .get(ProducerFaults.POISON)
        .inject(published, Map.of("kind", kind, "topic", PIPELINE.topic(), "count", count));
  }

  /** Publishes what happens in the next seconds of the story; returns once it is acknowledged. */
  void publish(int seconds) {
    published = published.plusSeconds(seconds);
    producer.advance(published);
  }

  /** Makes sure that ingest runs, from its newest checkpoint if there is one. */
  void ingest() throws InterruptedException {
    Optional<FlinkJob> job = jobs.job(PIPELINE);
    if (job.isEmpty() || job.get().ended()) {
      StartFrom from =
          jobs.checkpoints().newest(PIPELINE).isPresent()
              ? StartFrom.CHECKPOINT
              : StartFrom.EARLIEST;
      jobs.start(PIPELINE, from, Map.of());
    }
  }

  /** Starts ingest from a checkpoint, which need not be its newest. */
  void restore(String checkpoint) throws InterruptedException {
    List<String> arguments = new ArrayList<>(jobs.options(PIPELINE).toArguments());
    arguments.addAll(
        List.of(
            "--job-name",
            PIPELINE.jobName(),
            "--start",
            "earliest",
            "--checkpoint-interval-ms",
            "1000"));
    flink.run(jobs.jarId(), IngestJob.class.getName(), arguments, checkpoint);
  }

  /** Ends ingest; its checkpoints stay. */
  void endIngest() throws InterruptedException {
    Optional<FlinkJob> job = jobs.job(PIPELINE);
    if (job.isPresent() && !job.get().ended()) {
      jobs.checkpoints().newest(PIPELINE);
      flink.cancel(job.get().id());
      assertThat(jobs.awaitEnd(PIPELINE, PATIENCE)).as("ingest has ended").isTrue();
    }
  }

  /** Waits until ingest has passed all that is published, starting it again if it gave up. */
  void catchUp() {
    await("ingest passes all that is published")
        .until(
            () -> {
              ingest();
              return tables.behind(PIPELINE) == 0;
            });
  }

  /** Records that are published and that ingest has not passed. */
  long behind() {
    return tables.behind(PIPELINE);
  }

  /** Waits until a thread stands at a point. */
  Held awaitHeld(String point) {
    await("a thread comes to " + point).until(() -> failpoints.held(point).isPresent());
    return failpoints.held(point).orElseThrow();
  }

  /** Has the broker delete a partition's records below an offset, as its retention would. */
  void expire(int partition, long below) throws Exception {
    try (Admin admin = Admin.create(topics.clientProperties())) {
      TopicPartition of = new TopicPartition(PIPELINE.topic(), partition);
      admin.deleteRecords(Map.of(of, RecordsToDelete.beforeOffset(below))).all().get();
    }
  }

  /** The table's newest version. */
  long version() {
    return tables.table(PIPELINE).snapshot().version();
  }

  /** Submits a replay of all that ingest has passed; returns the job's id. */
  String replay() throws InterruptedException {
    replays++;
    Map<Integer, OffsetRange> ranges = new TreeMap<>();
    tables
        .positions(PIPELINE)
        .forEach(
            (partition, end) -> {
              if (end > 0) {
                ranges.put(partition, new OffsetRange(0, end));
              }
            });
    List<String> arguments = new ArrayList<>(jobs.options(PIPELINE).toArguments());
    arguments.addAll(
        List.of(
            "--replay-id",
            "replay-" + replays,
            "--offsets",
            Offsets.formatRanges(ranges),
            "--mode",
            "UPSERT"));
    return flink.run(jobs.jarId(), ReplayJob.class.getName(), arguments, null);
  }

  /** Submits a redrive of all letters that are about events; returns the job's id. */
  String redrive() throws InterruptedException {
    redrives++;
    SortedSet<Long> letters = lettersOfEvents();
    assertThat(letters).as("letters about events").isNotEmpty();
    List<String> arguments = new ArrayList<>(jobs.options(PIPELINE).toArguments());
    arguments.addAll(
        List.of(
            "--redrive-id",
            "redrive-" + redrives,
            "--letters",
            OffsetSelection.of(letters).toString(),
            "--resolved-by",
            "a test"));
    return flink.run(jobs.jarId(), RedriveJob.class.getName(), arguments, null);
  }

  /** Whether an event is still set aside, though it can be read. */
  boolean hasLettersOfEvents() {
    return !lettersOfEvents().isEmpty();
  }

  /** Poison has none of the contract's schemas, and stays where it is. */
  private SortedSet<Long> lettersOfEvents() {
    return deadLetters.letters(PIPELINE).stream()
        .filter(letter -> !letter.resolved())
        .filter(letter -> !POISON.contains(letter.reason()))
        .map(Letter::newest)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * Waits for the end of a replay or redrive.
   *
   * @return whether it came to its end; if not, nothing or all of it is in the table
   */
  boolean hasFinished(String job) throws InterruptedException {
    try {
      flink.awaitFinished(job, "the job", "it is tried again");
      return true;
    } catch (FlinkException e) {
      return false;
    }
  }

  /** Judges the table by the ledger of what was published, as two readers see it. */
  void judge() throws InterruptedException, IOException, SQLException {
    Verdict verdict = new Grader(evidence).judge(ORACLES);
    assertThat(verdict.findings())
        .allSatisfy(
            finding -> assertThat(finding.outcome()).as("%s", finding).isEqualTo(Outcome.PASS));
    SqlReading.requireEachEventOnce(ledger, PIPELINE.topic(), tables.table(PIPELINE));
  }

  @Override
  public void close() {
    failpoints.clear();
    topics.close();
    stack.close();
  }
}
