package dev.incidentlab.server.verbs;

import com.sun.management.OperatingSystemMXBean;
import dev.incidentlab.api.Answers.Grade;
import dev.incidentlab.api.Answers.Phase;
import dev.incidentlab.drill.Verdict;
import dev.incidentlab.grading.BriefVerdict;
import dev.incidentlab.grading.Grader.Judgement;
import dev.incidentlab.server.run.Platform;
import dev.incidentlab.server.run.RunState;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** {@code grade}: what {@code verify} would say, without a line in the journal. */
final class GradeVerb {
  private final RunState state;
  private final Supplier<Platform> platform;
  private final BooleanSupplier verifying;
  private SharedLook<Grade> shared;
  private int attempt;

  /**
   * @param verifying whether a verdict is under way, which is not to be slowed down
   */
  GradeVerb(RunState state, Supplier<Platform> platform, BooleanSupplier verifying) {
    this.state = state;
    this.platform = platform;
    this.verifying = verifying;
  }

  Grade grade(Arguments arguments, String who) throws InterruptedException {
    if (state.phase() == Phase.ENDED) {
      throw new Refusal(
          "grade: the drill has ended with its final verdict; `./lab score` shows how it went");
    }
    if (state.phase() != Phase.ON_CALL) {
      throw new Refusal(
          "grade: the story has not come to its page yet (%s); wait for it"
              .formatted(state.phase()));
    }
    if (verifying.getAsBoolean()) {
      return shared()
          .newest()
          .orElseThrow(() -> new Refusal("grade: a verdict is under way; wait for it"));
    }
    return shared().look();
  }

  /** What was seen of an attempt that is over says nothing of this one. */
  private synchronized SharedLook<Grade> shared() {
    if (shared == null || attempt != state.attempt()) {
      attempt = state.attempt();
      shared = new SharedLook<>(this::judge, System::nanoTime, GradeVerb::processorNanos);
    }
    return shared;
  }

  /** Of the whole server, whose other work then counts for the grading, too. */
  private static long processorNanos() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  private Grade judge() throws InterruptedException {
    Instant wall = Instant.now();
    Instant story = state.clock().now();
    long began = System.nanoTime();
    Judgement judgement = platform.get().grading().judge(state.scenario().oracles());
    long took = (System.nanoTime() - began) / 1_000_000;
    Verdict verdict = state.fixesVisible() ? judgement.verdict() : BriefVerdict.of(judgement);
    return new Grade(
        verdict.outcome().name(),
        wall.toString(),
        story.toString(),
        took,
        List.copyOf(StoryVerbs.findings(verdict)),
        "");
  }
}
