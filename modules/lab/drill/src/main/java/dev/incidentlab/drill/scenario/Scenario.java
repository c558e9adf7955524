package dev.incidentlab.drill.scenario;

import dev.incidentlab.drill.AlertRule;
import dev.incidentlab.drill.Condition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A scenario, read and checked; its parts are called as the keys of its file.
 *
 * @param id the folder's name
 * @param minutes how long a person may take, in minutes of story time from the page
 * @param story what the learner is told, from {@code story.md}
 * @param debrief what happened, why, and how it is prevented, from {@code debrief.md}; not for the
 *     learner before the end
 * @param barrier hold when everything published so far has been taken in by the pipelines
 * @param steadyState must hold at the clock's start, before any fault
 * @param observeAt story instants at which the alert rules are looked at while fast-forwarding
 * @param mustManifest must have been observed by the page, else the run is an error
 * @param noise harmless distractions
 * @param injects what people write to the one on call
 * @param oracles names of the oracles that make up the verdict
 * @param prevention guards that stop the fault, or show it sooner
 */
public record Scenario(
    String id,
    String title,
    Difficulty difficulty,
    int minutes,
    List<String> skills,
    String story,
    String debrief,
    Clock clock,
    Workload workload,
    List<Condition> barrier,
    List<SteadyState> steadyState,
    List<Instant> observeAt,
    List<TimedFault> faults,
    List<ExpectedSymptom> mustManifest,
    GroundTruth groundTruth,
    List<AlertRule> alerts,
    Noise noise,
    List<Message> injects,
    List<Hint> hints,
    List<String> oracles,
    Thresholds thresholds,
    Scoring scoring,
    List<Fix> solutions,
    List<Fix> adversarialFixes,
    String runbook,
    List<Guard> prevention) {

  public Scenario {
    skills = List.copyOf(skills);
    barrier = List.copyOf(barrier);
    steadyState = List.copyOf(steadyState);
    observeAt = List.copyOf(observeAt);
    faults = List.copyOf(faults);
    mustManifest = List.copyOf(mustManifest);
    alerts = List.copyOf(alerts);
    injects = List.copyOf(injects);
    hints = List.copyOf(hints);
    oracles = List.copyOf(oracles);
    solutions = List.copyOf(solutions);
    adversarialFixes = List.copyOf(adversarialFixes);
    prevention = List.copyOf(prevention);
  }

  /** How hard it is. */
  public enum Difficulty {
    BEGINNER,
    INTERMEDIATE,
    ADVANCED
  }

  /** The story's instants, in order: first event, steady state, page, deadline. */
  public record Clock(Instant history, Instant start, Instant page, Instant deadline) {}

  /**
   * What the platform does by default.
   *
   * @param rate ad events per story second, on average over a day
   * @param flags variants that flags begin with, where they are not the platform's own
   */
  public record Workload(double rate, Map<String, String> flags) {
    public Workload {
      flags = Map.copyOf(flags);
    }
  }

  /** Limits that oracles use. */
  public record Thresholds(Duration freshness) {}

  /**
   * What must hold before anything goes wrong.
   *
   * @param retryUntil wall time within which it must have begun to hold
   * @param sustainFor wall time for which it must hold on end; one look is enough if zero
   */
  public record SteadyState(Condition condition, Duration retryUntil, Duration sustainFor) {}

  /**
   * What the fault must be seen to do.
   *
   * @param since story time from which on it is awaited
   * @param within story time after that by which it must have been seen; empty for by the page
   */
  public record ExpectedSymptom(Condition condition, Instant since, Optional<Duration> within) {
    /** Whether it was seen in time. */
    public boolean inTime(Instant seen) {
      return within.map(limit -> !seen.isAfter(since.plus(limit))).orElse(true);
    }
  }

  /**
   * A fault on the story's timeline.
   *
   * @param inject the fault's name
   * @param until holds once the fault has bitten; the story is held until it does
   */
  public record TimedFault(
      Instant at, String inject, Map<String, Object> args, List<Condition> until) {
    public TimedFault {
      args = Map.copyOf(args);
      until = List.copyOf(until);
    }
  }

  /**
   * What somebody writes to the one on call.
   *
   * @param from who
   * @param expects what is to be answered by {@code say --to}; empty if nothing is
   * @param deadline the drill's from then on; empty if it stays
   * @param pages whether this message is the page, for an incident that no alert tells of
   */
  public record Message(
      String id,
      Instant at,
      String from,
      String text,
      Optional<Expects> expects,
      Optional<Instant> deadline,
      boolean pages) {}

  /**
   * An answer that is waited for.
   *
   * @param answer the right one, of {@link #options}
   * @param options what may be answered
   * @param within story time from the message on
   */
  public record Expects(String answer, List<String> options, Duration within) {
    public Expects {
      options = List.copyOf(options);
    }
  }

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
  public record Fix(String id, String title, String caughtBy, List<Step> steps) {
    public Fix {
      steps = List.copyOf(steps);
    }
  }

  /**
   * One step of a fix.
   *
   * @param run a verb as typed, without {@code ./lab}
   * @param why the reason, in a sentence
   */
  public record Step(String run, String why) {}

  /**
   * What keeps the fault from coming again.
   *
   * @param why in a sentence
   * @param steps verbs that put it in place; empty if it is outside the lab
   */
  public record Guard(String title, String why, List<Step> steps) {
    public Guard {
      steps = List.copyOf(steps);
    }
  }

  /** This scenario with what a seed draws of its noise. */
  public Scenario drawn(long seed) {
    Noise drawn = noise.drawn(seed);
    return new Scenario(
        id,
        title,
        difficulty,
        minutes,
        skills,
        story,
        debrief,
        clock,
        workload,
        barrier,
        steadyState,
        observeAt,
        Noise.joined(faults, drawn.faults(), TimedFault::at),
        mustManifest,
        groundTruth,
        alerts,
        drawn,
        Noise.joined(injects, drawn.messages(), Message::at),
        hints,
        oracles,
        thresholds,
        scoring,
        solutions,
        adversarialFixes,
        runbook,
        prevention);
  }
}
