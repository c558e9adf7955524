package dev.incidentlab.server.verbs;

import dev.incidentlab.api.Answers.Debrief;
import dev.incidentlab.api.Answers.Guard;
import dev.incidentlab.api.Answers.JournalLine;
import dev.incidentlab.api.Answers.JournalLines;
import dev.incidentlab.api.Answers.Logs;
import dev.incidentlab.api.Answers.Phase;
import dev.incidentlab.api.Answers.PropagationStep;
import dev.incidentlab.api.Answers.Solution;
import dev.incidentlab.api.Answers.SolutionStep;
import dev.incidentlab.api.ServerAddress;
import dev.incidentlab.api.StatusAnswers.AlertView;
import dev.incidentlab.api.StatusAnswers.Alerts;
import dev.incidentlab.api.StatusAnswers.ComponentView;
import dev.incidentlab.api.StatusAnswers.Dashboard;
import dev.incidentlab.api.StatusAnswers.FlagView;
import dev.incidentlab.api.StatusAnswers.Job;
import dev.incidentlab.api.StatusAnswers.Jobs;
import dev.incidentlab.api.StatusAnswers.Lag;
import dev.incidentlab.api.StatusAnswers.MessageView;
import dev.incidentlab.api.StatusAnswers.PartitionLag;
import dev.incidentlab.api.StatusAnswers.Status;
import dev.incidentlab.api.StatusAnswers.TableView;
import dev.incidentlab.api.StatusAnswers.Tile;
import dev.incidentlab.api.Verb;
import dev.incidentlab.drill.Alert;
import dev.incidentlab.drill.JournalEntry;
import dev.incidentlab.drill.scenario.Scenario;
import dev.incidentlab.drill.scenario.Scenario.Expects;
import dev.incidentlab.drill.scenario.Scenario.Fix;
import dev.incidentlab.server.adapter.FlinkRest;
import dev.incidentlab.server.adapter.FlinkRest.FlinkJob;
import dev.incidentlab.server.adapter.IngestPipeline;
import dev.incidentlab.server.adapter.Models;
import dev.incidentlab.server.run.Platform;
import dev.incidentlab.server.run.RunState;
import dev.incidentlab.server.run.RunState.Reading;
import dev.incidentlab.stack.Component;
import dev.incidentlab.stack.ComponentStatus;
import dev.incidentlab.warehouse.Freshness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The verbs that only look. */
final class Views {
  private static final int LOG_LINES = 40;
  private static final int MOST_LOG_LINES = 10_000;
  private static final Duration MOST_PATIENCE = Duration.ofSeconds(60);

  private final RunState state;
  private final Supplier<Platform> platform;

  Views(RunState state, Supplier<Platform> platform) {
    this.state = state;
    this.platform = platform;
  }

  Status status(Arguments arguments, String who) throws InterruptedException {
    Scenario scenario = state.scenario();
    Platform running = platform.get();
    Instant now = state.clock().now();
    // These take longest and wait for different things.
    CompletableFuture<Dashboard> dashboard =
        CompletableFuture.supplyAsync(() -> dashboard(running, now));
    CompletableFuture<List<FlagView>> flags =
        CompletableFuture.supplyAsync(() -> FlagVerbs.views(running));
    CompletableFuture<Map<String, Long>> letters =
        CompletableFuture.supplyAsync(() -> unresolvedLetters(running));
    return new Status(
        state.runId(),
        state.scenarioId(),
        state.title(),
        scenario.story().strip(),
        state.phase(),
        now.toString(),
        state.clock().pace(),
        scenario.clock().page().toString(),
        state.messages().deadline().toString(),
        jobs(running),
        tables(running, now, outcome(letters)),
        outcome(dashboard),
        DownstreamVerbs.models(running),
        alertViews(),
        messageViews(),
        outcome(flags),
        components(running),
        "curl -s %s/jobs/overview".formatted(running.stack().endpoints().flinkUrl()));
  }

  private List<MessageView> messageViews() {
    return state.messages().delivered().stream()
        .map(
            message ->
                new MessageView(
                    message.id(),
                    message.at().toString(),
                    message.from(),
                    message.text(),
                    message.expects().map(Expects::options).orElse(List.of()),
                    PeopleVerbs.answered(state.journal(), message.id())))
        .toList();
  }

  Alerts alerts(Arguments arguments, String who) {
    return new Alerts(alertViews(), "");
  }

  Jobs jobs(Arguments arguments, String who) throws InterruptedException {
    return new Jobs(
        jobs(platform.get()),
        "curl -s %s/jobs/overview".formatted(platform.get().stack().endpoints().flinkUrl()));
  }

  Lag lag(Arguments arguments, String who) {
    Platform running = platform.get();
    List<PartitionLag> partitions = new ArrayList<>();
    for (IngestPipeline pipeline : IngestPipeline.ALL) {
      Map<Integer, Long> committed = running.topics().committed(pipeline);
      Map<Integer, Long> positions = running.tables().positions(pipeline);
      running
          .topics()
          .endOffsets(pipeline)
          .forEach(
              (partition, end) ->
                  partitions.add(
                      new PartitionLag(
                          pipeline.topic(),
                          partition,
                          committed.get(partition),
                          positions.get(partition),
                          end,
                          Math.max(0, end - positions.get(partition)))));
    }
    return new Lag(
        partitions,
        running
            .topics()
            .tool(
                "kafka-consumer-groups",
                "--describe --group "
                    + running.topics().access().named(IngestPipeline.AD_EVENTS.jobName())));
  }

  Logs logs(Arguments arguments, String who) {
    String component = arguments.required("component");
    int lines = arguments.wholeNumber("lines", LOG_LINES);
    if (lines < 1 || lines > MOST_LOG_LINES) {
      throw new IllegalArgumentException(
          "logs: --lines is %d; it must be from 1 to %d".formatted(lines, MOST_LOG_LINES));
    }
    List<String> known =
        Stream.concat(Arrays.stream(Component.values()).map(Component::id), Stream.of("server"))
            .toList();
    if (!known.contains(component)) {
      throw new IllegalArgumentException(
          "logs: '%s' is no component; components: %s"
              .formatted(component, String.join(", ", known)));
    }
    Path file = state.folder().resolve("logs").resolve(component + ".log");
    if (!Files.exists(file)) {
      throw new IllegalArgumentException(
          "logs: %s is none of this lab's processes; look for its log where it runs"
              .formatted(component));
    }
    try (Stream<String> all = Files.lines(file, StandardCharsets.UTF_8)) {
      List<String> read = all.toList();
      return new Logs(
          component,
          read.subList(Math.max(0, read.size() - lines), read.size()),
          "tail -n %d %s".formatted(lines, file));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /** The learner's view: what was injected is not part of it before the end. */
  JournalLines journal(Arguments arguments, String who) throws InterruptedException {
    Duration patience = Duration.ofMillis(arguments.wholeNumber("waitMillis", 0));
    long deadline = System.nanoTime() + min(patience, MOST_PATIENCE).toNanos();
    long after = arguments.wholeNumber("after", 0);
    while (true) {
      state.journal().awaitAfter(after, Duration.ofNanos(deadline - System.nanoTime()));
      Reading reading = state.read(after);
      List<JournalEntry> entries = reading.entries();
      List<JournalLine> visible =
          entries.stream()
              .filter(e -> e.kind().visible())
              .map(
                  e ->
                      new JournalLine(
                          e.seq(), e.wall(), e.story(), e.who(), e.kind().name(), e.text()))
              .toList();
      if (entries.isEmpty() || !visible.isEmpty()) {
        return new JournalLines(visible, reading.phase(), ordinaryJournal(after));
      }
      after = entries.get(entries.size() - 1).seq();
    }
  }

  /** The file itself would tell what was injected. */
  private String ordinaryJournal(long after) {
    return ServerAddress.find(state.folder())
        .map(a -> "curl -s '%s%s?after=%d'".formatted(a.url(), Verb.JOURNAL.path(), after))
        .orElse("");
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  Debrief debrief(Arguments arguments, String who) {
    if (state.phase() != Phase.ENDED && !state.fixesVisible()) {
      throw new Refusal(
          "debrief: it would give the answer away; `./lab verify --final` ends the drill, then it is told");
    }
    Scenario scenario = state.scenario();
    return new Debrief(
        scenario.title(),
        scenario.debrief(),
        scenario.groundTruth().component(),
        scenario.groundTruth().mechanism(),
        scenario.groundTruth().propagation().stream()
            .map(edge -> new PropagationStep(edge.from(), edge.to(), edge.how()))
            .toList(),
        scenario.prevention().stream()
            .map(
                guard ->
                    new Guard(
                        guard.title(),
                        guard.why(),
                        guard.steps().stream().map(Scenario.Step::run).toList()))
            .toList(),
        "");
  }

  Solution solution(Arguments arguments, String who) {
    if (!state.fixesVisible()) {
      throw new Refusal(
          "solution: it is not shown while a person is on the drill%s"
              .formatted(
                  state.mystery()
                      ? ""
                      : "; `./lab drill %s --autopilot` plays it"
                          .formatted(state.scenario().id())));
    }
    List<Fix> fixes =
        Stream.concat(
                state.scenario().solutions().stream(), state.scenario().adversarialFixes().stream())
            .toList();
    String wanted = arguments.text("fix").orElse(fixes.get(0).id());
    Fix fix =
        fixes.stream()
            .filter(f -> f.id().equals(wanted))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "solution: '%s' is no fix of this scenario; fixes: %s"
                            .formatted(wanted, fixes.stream().map(Fix::id).toList())));
    return new Solution(
        fix.id(),
        fix.title(),
        fix.caughtBy(),
        fix.steps().stream().map(s -> new SolutionStep(s.run(), s.why())).toList(),
        "");
  }

  private List<Job> jobs(Platform running) throws InterruptedException {
    List<Job> jobs = new ArrayList<>();
    FlinkRest flink = running.flink();
    for (IngestPipeline pipeline : IngestPipeline.ALL) {
      Optional<FlinkJob> job = running.jobs().job(pipeline);
      if (job.isEmpty()) {
        jobs.add(new Job(pipeline.jobName(), null, "NONE", null, null, null, null));
        continue;
      }
      String id = job.get().id();
      boolean past = running.jobs().isPast(job.get());
      List<String> failure = running.jobs().failure(job.get());
      jobs.add(
          new Job(
              pipeline.jobName(),
              id,
              job.get().state(),
              past ? null : flink.restarts(id).orElse(null),
              failure.isEmpty() ? null : String.join("\n", failure),
              running.jobs().checkpoints().newest(pipeline).orElse(null),
              past ? null : flink.page(id)));
    }
    return jobs;
  }

  private static Map<String, Long> unresolvedLetters(Platform running) {
    return IngestPipeline.ALL.stream()
        .collect(Collectors.toMap(IngestPipeline::table, running.deadLetters()::unresolved));
  }

  private static List<TableView> tables(
      Platform running, Instant now, Map<String, Long> unresolvedLetters) {
    List<TableView> views = new ArrayList<>();
    for (IngestPipeline pipeline : IngestPipeline.ALL) {
      var table = running.tables().table(pipeline);
      var snapshot = table.snapshot();
      Freshness freshness = running.warehouse().freshness(table);
      views.add(
          new TableView(
              pipeline.table(),
              snapshot.version(),
              snapshot.rows(),
              freshness.newestEvent().map(Instant::toString).orElse(null),
              freshness.eventAge(now).map(Duration::toSeconds).orElse(null),
              Math.max(0, Duration.between(freshness.committedAt(), Instant.now()).toSeconds()),
              running.tables().behind(pipeline),
              unresolvedLetters.get(pipeline.table())));
    }
    return views;
  }

  private static <T> T outcome(CompletableFuture<T> step) throws InterruptedException {
    try {
      return step.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(e.getCause());
    }
  }

  private static Dashboard dashboard(Platform running, Instant now) {
    return new Dashboard(
        Models.DASHBOARD,
        running.models().dashboard(now).stream()
            .map(t -> new Tile(t.hour(), t.impressions(), t.clicks(), t.conversions(), t.spend()))
            .toList());
  }

  private List<AlertView> alertViews() {
    return state.alerts().all().stream().map(this::view).toList();
  }

  private AlertView view(Alert alert) {
    String acting = "firing";
    if (state.alerts().silence(alert.name()).isPresent()) {
      acting = "silenced";
    } else if (alert.acknowledgedBy() != null) {
      acting = "acknowledged";
    }
    return new AlertView(
        alert.id(),
        alert.name(),
        alert.severity().name().toLowerCase(Locale.ROOT),
        alert.firing() ? acting : "resolved",
        alert.message(),
        alert.firedStory().toString(),
        alert.acknowledgedBy(),
        alert.resolvedStory() == null ? null : alert.resolvedStory().toString());
  }

  private static List<ComponentView> components(Platform running) {
    List<ComponentView> views = new ArrayList<>();
    for (ComponentStatus c : running.stack().status()) {
      views.add(
          new ComponentView(
              c.component().id(),
              c.alive(),
              c.pid().orElse(0),
              c.address(),
              c.residentBytes().orElse(0) >> 20,
              c.logFile().map(Path::toString).orElse("")));
    }
    return views;
  }
}
