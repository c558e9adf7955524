package dev.incidentlab.server.resume;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.incidentlab.api.Answers.Phase;
import dev.incidentlab.drill.Journal;
import dev.incidentlab.drill.JournalEntry.Kind;
import dev.incidentlab.drill.ObservationException;
import dev.incidentlab.drill.scenario.Scenario.ExpectedSymptom;
import dev.incidentlab.grading.Baseline;
import dev.incidentlab.grading.Diagnosis;
import dev.incidentlab.grading.Moment;
import dev.incidentlab.server.adapter.JobEnds;
import dev.incidentlab.server.adapter.JobLines;
import dev.incidentlab.server.page.PageKeeper;
import dev.incidentlab.server.past.PastRun;
import dev.incidentlab.server.past.RunLines;
import dev.incidentlab.server.run.Platform;
import dev.incidentlab.server.run.RunState;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * From the page on, or from where a story on call was cut off. The line with which people are on
 * call carries all that must be known of the page later.
 */
public final class GoingOn {
  private static final ObjectMapper JSON = new ObjectMapper();

  private GoingOn() {}

  /**
   * The page is out.
   *
   * @throws ObservationException if what the grader needs cannot be seen
   */
  public static void fromPage(Platform platform, RunState state, double pace, JobEnds ends)
      throws ObservationException, InterruptedException {
    Baseline baseline = platform.grading().observeBaseline();
    Moment page = platform.grading().moment();
    base(platform, state, baseline, page);
    Map<String, Object> seen = new LinkedHashMap<>();
    seen.put(RunLines.BASELINE, baseline);
    seen.put(RunLines.MOMENT, page);
    seen.put(JobLines.JOBS, ends.standing());
    PageKeeper.keep(platform, state, seen);
    run(platform, state, pace, seen);
  }

  /** The story is to stand at its page again, with all as it was then. */
  public static void again(
      Platform platform, RunState state, PastRun past, double pace, JobEnds ends)
      throws InterruptedException {
    PageKeeper.troubleBeforeJobs(platform, past.troubled());
    platform.awaitJobs();
    base(platform, state, past);
    PageKeeper.troubleAfterJobs(platform, past.troubled());
    Map<String, Object> seen = new LinkedHashMap<>();
    seen.put(RunLines.BASELINE, past.baseline());
    seen.put(RunLines.MOMENT, past.page());
    seen.put(JobLines.JOBS, ends.standing());
    run(platform, state, pace, seen);
  }

  private static void run(
      Platform platform, RunState state, double pace, Map<String, Object> seen) {
    platform.engine().resume(pace);
    Map<String, Object> data = new LinkedHashMap<>(seen);
    data.put(RunLines.CLOCK, pace);
    state.enter(
        Phase.ON_CALL, Journal.LAB, Kind.LAB, "The story runs at pace %s.".formatted(pace), data);
  }

  /** The page was out before. */
  public static void onCall(Platform platform, RunState state, PastRun past, JobEnds ends)
      throws InterruptedException {
    CutOffOperations cutOff =
        new CutOffOperations(state.journal(), platform.flink(), platform.tables());
    for (PastRun.Operation operation : past.underWay()) {
      cutOff.settle(operation);
    }
    base(platform, state, past);
    past.diagnosis()
        .ifPresent(
            data ->
                platform
                    .grading()
                    .diagnosed(
                        JSON.convertValue(data.get(RunLines.DIAGNOSIS), Diagnosis.class),
                        JSON.convertValue(data.get(RunLines.MOMENT), Moment.class)));
    platform.engine().standStill();
    double pace = past.pace();
    if (pace > 0) {
      platform.engine().resume(pace);
    }
    state.enter(
        Phase.ON_CALL,
        Journal.LAB,
        Kind.LAB,
        pace > 0
            ? "The story goes on at pace %s.".formatted(pace)
            : "The story stands, as it did; `clock resume` lets it go on.",
        Map.of(RunLines.CLOCK, pace, JobLines.JOBS, ends.standing()));
  }

  private static void base(Platform platform, RunState state, PastRun past) {
    base(
        platform,
        state,
        JSON.convertValue(past.baseline(), Baseline.class),
        JSON.convertValue(past.page(), Moment.class));
  }

  private static void base(Platform platform, RunState state, Baseline baseline, Moment page) {
    platform
        .grading()
        .baseOn(
            baseline,
            page,
            state.scenario().mustManifest().stream().map(ExpectedSymptom::condition).toList(),
            platform.engine().manifested());
  }
}
