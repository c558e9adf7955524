package dev.incidentlab.grading.score;

import dev.incidentlab.drill.StoryClock;
import dev.incidentlab.drill.Verdict;
import dev.incidentlab.drill.scenario.Scenario;
import dev.incidentlab.grading.Aftermath.Recovered;
import dev.incidentlab.grading.DataCounts;
import dev.incidentlab.grading.Diagnosis;
import dev.incidentlab.grading.IncidentScope;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What a run's scores are made from.
 *
 * @param segments of the story clock, all of them
 * @param storyAt the story's time at a wall time
 * @param end story time at which the drill was over
 * @param deadline as it was at last: people may move it
 * @param verdict the final one
 * @param counts of the final verdict
 * @param recovered by table
 * @param scope how far the incident reached
 * @param diagnosis the last that was given
 */
public record RunFacts(
    RunJournal journal,
    Scenario scenario,
    List<StoryClock.Segment> segments,
    UnaryOperator<Instant> storyAt,
    Instant end,
    Instant deadline,
    Verdict verdict,
    List<DataCounts> counts,
    Measured<List<Recovered>> recovered,
    Measured<IncidentScope> scope,
    Optional<Diagnosis> diagnosis) {
  public RunFacts {
    segments = List.copyOf(segments);
    counts = List.copyOf(counts);
  }

  /**
   * What was measured, or why it could not be.
   *
   * @param value empty if it could not
   * @param problem empty if it could
   */
  public record Measured<T>(Optional<T> value, String problem) {
    public static <T> Measured<T> of(T value) {
      return new Measured<>(Optional.of(value), "");
    }

    public static <T> Measured<T> failed(String problem) {
      return new Measured<>(Optional.empty(), problem);
    }
  }
}
