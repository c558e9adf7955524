package dev.incidentlab.server.verbs;

import dev.incidentlab.api.Answers.Done;
import dev.incidentlab.api.Answers.OracleFinding;
import dev.incidentlab.api.Answers.Phase;
import dev.incidentlab.drill.Alert;
import dev.incidentlab.drill.Journal;
import dev.incidentlab.drill.JournalEntry.Kind;
import dev.incidentlab.drill.Verdict;
import dev.incidentlab.grading.BriefVerdict;
import dev.incidentlab.grading.Grader.Judgement;
import dev.incidentlab.server.adapter.IngestJobs.StartFrom;
import dev.incidentlab.server.adapter.IngestPipeline;
import dev.incidentlab.server.adapter.JobLines;
import dev.incidentlab.server.adapter.ProducerControl;
import dev.incidentlab.server.run.Platform;
import dev.incidentlab.server.run.RunState;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** {@code ack}, {@code clock pause|resume}, {@code verify}, {@code stop}. */
final class StoryVerbs {
  /** Ten minutes a second: beyond that no producer keeps up, and hours go by before one sees it. */
  private static final double FASTEST_PACE = 600;

  /** In story time. */
  private static final Duration FRESHNESS_WATCHED = Duration.ofMinutes(3);

  private final RunState state;
  private final Supplier<Platform> platform;
  private final Runnable stop;
  private final DiagnosisVerbs diagnosis;

  StoryVerbs(RunState state, Supplier<Platform> platform, Runnable stop, DiagnosisVerbs diagnosis) {
    this.state = state;
    this.platform = platform;
    this.stop = stop;
    this.diagnosis = diagnosis;
  }

  Done acknowledge(Arguments arguments, String who) {
    List<Alert> alerts = state.alerts().acknowledge(arguments.text("alert").orElse(null), who);
    String names = String.join(", ", alerts.stream().map(Alert::name).toList());
    return new Done(
        alerts.isEmpty()
            ? "It was acknowledged before."
            : "%s acknowledged by %s.".formatted(names, who),
        Map.of("alerts", names),
        "");
  }

  Done pause(Arguments arguments, String who) {
    platform.get().engine().pause();
    return new Done("The story stands at %s.".formatted(state.clock().now()), Map.of(), "");
  }

  Done resume(Arguments arguments, String who) {
    double pace = arguments.number("pace", 1);
    if (pace > FASTEST_PACE) {
      throw new IllegalArgumentException(
          "clock resume: --pace is %s; it must be above 0 and at most %s story seconds per second"
              .formatted(pace, FASTEST_PACE));
    }
    platform.get().engine().pause();
    platform.get().engine().resume(pace);
    return new Done("The story runs at pace %s.".formatted(pace), Map.of(), "");
  }

  dev.incidentlab.api.Answers.Verdict verify(Arguments arguments, String who)
      throws IOException, InterruptedException {
    if (arguments.flag("final")) {
      return answer(judgeFinally(who));
    }
    Judgement judgement = platform.get().grading().judge(state.scenario().oracles());
    Verdict verdict = judgement.verdict();
    state.journal().write(who, Kind.VERDICT, "verify: " + verdict.outcome(), data(verdict));
    // An autopilot's lab hides nothing; a person is still to find out.
    return answer(state.fixesVisible() ? verdict : BriefVerdict.of(judgement));
  }

  /** Acts: restarts every job. Then the drill is over, and scored. */
  private Verdict judgeFinally(String who) throws IOException, InterruptedException {
    double pace = state.clock().pace();
    if (pace == 0) {
      throw new Refusal(
          "verify --final: the story stands still, so freshness cannot be watched; `clock resume`");
    }
    Platform running = platform.get();
    for (IngestPipeline pipeline : IngestPipeline.ALL) {
      if (running.jobs().checkpoints().newest(pipeline).isEmpty()) {
        // A table that was restored, and nobody took in what came since: that is to be judged.
        state
            .journal()
            .write(
                Kind.LAB,
                "verify --final: %s has no checkpoint to be restarted from, and is left as it is."
                    .formatted(pipeline.jobName()));
        continue;
      }
      String id = running.jobs().restart(pipeline);
      state
          .journal()
          .write(
              Journal.LAB,
              Kind.LAB,
              "verify --final: %s is restarted as Flink job %s.".formatted(pipeline.jobName(), id),
              JobLines.started(pipeline.jobName(), id, StartFrom.CHECKPOINT));
    }
    publishUnreadable(running.producer());
    Duration watched = Duration.ofMillis((long) (FRESHNESS_WATCHED.toMillis() / pace));
    Judgement judgement = running.grading().judgeRestarted(state.scenario().oracles(), watched);
    Verdict verdict = judgement.verdict();
    running.engine().pause();
    diagnosis.settle(judgement);
    state.enter(
        Phase.ENDED, who, Kind.VERDICT, "verify --final: " + verdict.outcome(), data(verdict));
    if (state.mystery()) {
      state.journal().write(Kind.LAB, drawn());
    }
    return verdict;
  }

  /** What outlives only what was there already does not outlive the next bad record. */
  private void publishUnreadable(ProducerControl producer) {
    if (producer.stopped()) {
      return; // Forward progress says so.
    }
    try {
      producer.poison(
          Map.of(
              "kind",
              "NOT_AVRO",
              "topic",
              IngestPipeline.AD_EVENTS.topic(),
              "at",
              state.clock().now().toString(),
              "count",
              1));
      state
          .journal()
          .write(Kind.LAB, "verify --final: a record that nobody can read is published.");
    } catch (ProducerControl.ProducerException e) {
      state
          .journal()
          .write(
              Kind.LAB,
              "verify --final: the producer cannot publish an unreadable record: "
                  + e.getMessage());
    }
  }

  private static Map<String, Object> data(Verdict verdict) {
    return Map.of("outcome", verdict.outcome().name(), "findings", verdict.findings());
  }

  private static dev.incidentlab.api.Answers.Verdict answer(Verdict verdict) {
    return new dev.incidentlab.api.Answers.Verdict(verdict.outcome().name(), findings(verdict), "");
  }

  static List<OracleFinding> findings(Verdict verdict) {
    return verdict.findings().stream()
        .map(
            f ->
                new OracleFinding(
                    f.oracle(),
                    f.outcome().name(),
                    f.expected(),
                    f.observed(),
                    f.checked(),
                    f.examples()))
        .toList();
  }

  Done stop(Arguments arguments, String who) {
    state.journal().write(who, Kind.VERB, "stop", Map.of("verb", "stop"));
    stop.run();
    return new Done(
        "The lab is ending." + (state.mystery() ? " " + drawn() : ""),
        Map.of("run", state.runId()),
        "");
  }

  /** What was drawn, for those who were not told. */
  private String drawn() {
    return "The drill was %s: %s.".formatted(state.scenario().id(), state.scenario().title());
  }
}
