package dev.incidentlab.drill.scenario;

import dev.incidentlab.drill.AlertRule;
import dev.incidentlab.drill.Condition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A scenario file, read and checked.
 *
 * @param id the folder's name
 * @param minutes how long a person may take, in minutes of story time from the page
 * @param story what the learner is told
 * @param barrier hold when everything published so far has been taken in by the pipelines
 * @param steadyState must hold at the clock's start, before any fault
 * @param observeAt story instants at which the alert rules are looked at while fast-forwarding
 * @param mustManifest must have been observed by the page, else the run is an error
 * @param oracles names of the oracles that make up the verdict
 * @param diagnosis what a right diagnosis names; empty if none is asked for
 * @param scoring what scores are measured from; empty if there are none
 */
public record Scenario(
    String id,
    String title,
    int minutes,
    List<String> skills,
    String story,
    Clock clock,
    Workload workload,
    List<Condition> barrier,
    List<Condition> steadyState,
    List<Instant> observeAt,
    List<TimedFault> faults,
    List<AlertRule> alerts,
    List<Condition> mustManifest,
    List<String> oracles,
    Thresholds thresholds,
    List<Hint> hints,
    List<Fix> solutions,
    List<Fix> adversarialFixes,
    String runbook,
    Optional<ExpectedDiagnosis> diagnosis,
    Optional<Scoring> scoring) {

  /** The story's instants, in order: first event, steady state, page, deadline. */
  public record Clock(Instant history, Instant start, Instant page, Instant deadline) {}

  /**
   * What the producer does by default.
   *
   * @param rate ad events per story second, on average over a day
   */
  public record Workload(double rate) {}

  /** Limits that oracles use. */
  public record Thresholds(Duration freshness) {}

  /**
   * A fault on the story's timeline.
   *
   * @param inject the fault's name
   * @param until holds once the fault has bitten; the story is held until it does
   */
  public record TimedFault(
      Instant at, String inject, Map<String, Object> arguments, List<Condition> until) {}

  /**
   * A step of the ladder from a nudge to nearly the answer.
   *
   * @param cost points
   */
  public record Hint(String text, int cost) {}

  /**
   * A way to deal with the incident.
   *
   * @param caughtBy the oracle that must fail it, or null for a right one
   */
  public record Fix(String id, String title, String caughtBy, List<Step> steps) {}

  /**
   * One step of a fix.
   *
   * @param run a verb as typed, without {@code ./lab}
   * @param why the reason, in a sentence
   */
  public record Step(String run, String why) {}
}
