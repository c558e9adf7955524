package dev.incidentlab.server.run;

import dev.incidentlab.drill.Journal;
import dev.incidentlab.drill.JournalEntry.Kind;
import dev.incidentlab.ingest.flags.FlagDefinition;
import dev.incidentlab.ingest.flags.FlagTopic;
import dev.incidentlab.ingest.flags.IngestFlags;
import dev.incidentlab.server.adapter.FlinkRest;
import dev.incidentlab.server.adapter.IngestJobs;
import dev.incidentlab.server.adapter.IngestPipeline;
import dev.incidentlab.server.adapter.KafkaTopics;
import dev.incidentlab.server.adapter.PlatformAccess;
import dev.incidentlab.server.adapter.Tables;
import dev.incidentlab.server.past.JobResumption;
import dev.incidentlab.server.past.PastJobs;
import dev.incidentlab.server.past.PastRun;
import dev.incidentlab.stack.Component;
import dev.incidentlab.stack.StackEvents;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * What is made on the stack while it comes up, each thing as soon as what it needs answers: the
 * topics and flags on kafka (the producer waits for them), the job's jar on Flink, then both ingest
 * jobs. The registry, which takes longest, is not waited for.
 */
final class BringUp implements StackEvents {
  private final LabOptions options;
  private final Map<String, String> flags;
  private final Journal journal;
  private final Optional<PastRun> past;
  private final JobResumption jobStarts;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "bring-up");
            thread.setDaemon(true);
            return thread;
          });
  private final CompletableFuture<PlatformAccess> access = new CompletableFuture<>();
  private final CompletableFuture<Supplier<KafkaTopics>> client = new CompletableFuture<>();
  private final CompletableFuture<Void> kafka = new CompletableFuture<>();
  private final CompletableFuture<Void> jobManager = new CompletableFuture<>();
  private final CompletableFuture<Ready> ready;
  private final CompletableFuture<Void> jobsMayStart = new CompletableFuture<>();
  private final CompletableFuture<Void> submitted;

  /** What was made. */
  record Ready(KafkaTopics topics, FlinkRest flink, Tables tables, IngestJobs jobs) {}

  /**
   * @param past what happened before, in a run that goes on
   * @param earlierJobs ids of jobs that the cluster remembers and that are none of this platform's
   */
  BringUp(LabOptions options, RunState state, Optional<PastRun> past, Set<String> earlierJobs) {
    this.options = options;
    this.flags = state.scenario().workload().flags();
    this.journal = state.journal();
    this.past = past;
    this.jobStarts =
        new JobResumption(
            past.map(PastRun::jobs).orElseGet(PastJobs::new), options.checkpoints(), journal);
    CompletableFuture<FlinkRest> flink =
        jobManager.thenApplyAsync(up -> new FlinkRest(access.join(), earlierJobs), threads);
    CompletableFuture<IngestJobs> jobs = flink.thenApplyAsync(this::upload, threads);
    CompletableFuture<Tables> tables = kafka.thenApplyAsync(up -> makeTopics(), threads);
    ready =
        jobs.thenCombine(
            tables, (uploaded, made) -> new Ready(made.topics(), flink.join(), made, uploaded));
    submitted =
        ready.thenAcceptBothAsync(jobsMayStart, (made, may) -> submit(made.jobs()), threads);
    if (past.filter(PastRun::backAtPage).map(PastRun::troubled).orElseGet(Map::of).isEmpty()) {
      jobsMayStart.complete(null);
    }
  }

  /**
   * @param topics with what topics are asked for and made, from here on and after this
   */
  void accessKnown(PlatformAccess known, Supplier<KafkaTopics> topics) {
    client.complete(topics);
    access.complete(known);
  }

  @Override
  public void ready(Component component, Duration took) {
    boolean theirs = options.external().isPresent() && component != Component.PRODUCER;
    journal.write(
        Kind.COMPONENT,
        theirs
            ? "%s answers.".formatted(component)
            : "%s is up after %.1f s.".formatted(component, took.toMillis() / 1000.0));
    up(component);
  }

  @Override
  public void kept(Component component) {
    up(component);
  }

  private void up(Component component) {
    if (component == Component.KAFKA) {
      kafka.complete(null);
    } else if (component == Component.FLINK_JOBMANAGER) {
      jobManager.complete(null);
    }
  }

  @Override
  public void ended(Component component, int exit) {
    journal.write(Kind.COMPONENT, "%s has ended with status %d.".formatted(component, exit));
  }

  /** Everything that the jobs need, as it is made. */
  CompletableFuture<?> beingMade() {
    return ready;
  }

  /** Waits until everything that the jobs need is there. */
  Ready awaitReady() throws InterruptedException {
    return await(ready);
  }

  /**
   * Waits until both ingest jobs are submitted. Where a component is to be in trouble again, they
   * are from here on: they must not find well what they had not.
   */
  void awaitJobs() throws InterruptedException {
    jobsMayStart.complete(null);
    await(submitted);
    threads.shutdown();
  }

  private <T> T await(CompletableFuture<T> step) throws InterruptedException {
    try {
      return step.get();
    } catch (ExecutionException e) {
      threads.shutdownNow();
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException("the platform did not come up: " + e.getCause(), e);
    }
  }

  private IngestJobs upload(FlinkRest flink) {
    boolean own = options.external().isEmpty();
    IngestJobs jobs =
        new IngestJobs(
            flink,
            own ? IngestJobs.thinJar() : options.home().resolve("jobs/ingest.jar"),
            access.join(),
            options.tables(),
            own ? Optional.empty() : Optional.of(options.checkpoints()));
    uninterrupted(
        () -> {
          if (!own) {
            jobs.requireThisBuild();
          }
          return jobs.jarId();
        });
    return jobs;
  }

  private Tables makeTopics() {
    KafkaTopics topics = client.join().get();
    requireUnused(topics);
    // Once people are on call, what is not there is not there because of them.
    if (!past.map(PastRun::onCall).orElse(false)) {
      topics.create(IngestPipeline.ALL);
      putFlags(topics);
    }
    Tables tables = new Tables(options.tables(), topics);
    IngestPipeline.ALL.forEach(tables::table);
    return tables;
  }

  /** A run's names are its own; another lab's run may by chance have begun in the same second. */
  private void requireUnused(KafkaTopics topics) {
    if (options.external().isPresent() && past.isEmpty()) {
      Set<String> there = topics.ofThisRun();
      if (!there.isEmpty()) {
        throw new IllegalStateException(
            "kafka at %s has topics of another run of this name already (%s); start the drill again"
                .formatted(topics.bootstrap(), String.join(", ", there)));
      }
    }
  }

  private void putFlags(KafkaTopics topics) {
    Map<String, FlagDefinition> missing = new HashMap<>(IngestFlags.defaults());
    flags.forEach(
        (flag, variant) -> missing.computeIfPresent(flag, (f, old) -> old.withVariant(variant)));
    try (FlagTopic topic =
        new FlagTopic(
            topics.access().named(IngestPipeline.FLAG_TOPIC), topics.clientProperties())) {
      if (past.isPresent()) {
        missing.keySet().removeAll(topic.readAll().keySet());
      }
      topic.put(missing);
    }
  }

  private void submit(IngestJobs jobs) {
    List<CompletableFuture<Void>> submitted =
        IngestPipeline.ALL.stream()
            .map(pipeline -> CompletableFuture.runAsync(() -> submit(jobs, pipeline), threads))
            .toList();
    submitted.forEach(CompletableFuture::join);
  }

  private void submit(IngestJobs jobs, IngestPipeline pipeline) {
    uninterrupted(
        () -> {
          jobStarts.takeUp(jobs, pipeline);
          return pipeline;
        });
  }

  private interface Interruptible<T> {
    T run() throws InterruptedException;
  }

  private static <T> T uninterrupted(Interruptible<T> step) {
    try {
      return step.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CompletionException("the start was interrupted", e);
    }
  }
}
