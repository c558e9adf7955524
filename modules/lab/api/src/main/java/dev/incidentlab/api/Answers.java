package dev.incidentlab.api;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What acting and judging verbs answer, and what is said line by line. */
public final class Answers {
  private Answers() {}

  /** Where a run is. */
  public enum Phase {
    STARTING,
    FAST_FORWARD,
    ON_CALL,
    /** After {@code verify --final}: one may look, and nothing more is done. */
    ENDED,
    FAILED,
    STOPPING
  }

  /** What an acting verb did, in a sentence. */
  public record Done(String text, Map<String, String> facts, String ordinaryTool)
      implements Answer {}

  /** Lines of a component's log, oldest first. */
  public record Logs(String component, List<String> lines, String ordinaryTool) implements Answer {}

  /** Lines of the journal. */
  public record JournalLines(List<JournalLine> lines, Phase phase, String ordinaryTool)
      implements Answer {}

  /** One line of the journal. */
  public record JournalLine(
      long seq, String wall, String story, String who, String kind, String text) {}

  /**
   * A way to deal with the incident, as the scenario gives it.
   *
   * @param caughtBy the oracle that must fail it, or null for a right one
   */
  public record Solution(
      String id,
      String title,
      @Nullable String caughtBy,
      List<SolutionStep> steps,
      String ordinaryTool)
      implements Answer {}

  /**
   * One step of a fix.
   *
   * @param run a verb as typed, without {@code ./lab}
   * @param why the reason, in a sentence
   */
  public record SolutionStep(String run, String why) {}

  /**
   * What happened, told when it is over.
   *
   * @param text the scenario's own account, in Markdown
   * @param component the part that had to change
   * @param mechanism how it went wrong
   * @param propagation the way from there to what was affected
   * @param prevention guards
   */
  public record Debrief(
      String title,
      String text,
      String component,
      String mechanism,
      List<PropagationStep> propagation,
      List<Guard> prevention,
      String ordinaryTool)
      implements Answer {}

  /** A step of the way that the trouble took. */
  public record PropagationStep(String from, String to, String how) {}

  /**
   * What keeps the fault from coming again.
   *
   * @param steps verbs that put it in place; empty if it is outside the lab
   */
  public record Guard(String title, String why, List<String> steps) {}

  /** The verdict; {@code outcome} is PASS, FAIL or ERROR. */
  public record Verdict(String outcome, List<OracleFinding> findings, String ordinaryTool)
      implements Answer {}

  /**
   * How the oracles found it when they were last asked, for whoever watches.
   *
   * @param outcome PASS, FAIL or ERROR
   * @param wall when they were asked, ISO-8601 in UTC
   * @param story the same in the story
   * @param tookMillis how long they took
   */
  public record Grade(
      String outcome,
      String wall,
      String story,
      long tookMillis,
      List<OracleFinding> findings,
      String ordinaryTool)
      implements Answer {}

  /** What one oracle found. */
  public record OracleFinding(
      String oracle,
      String outcome,
      String expected,
      String observed,
      long checked,
      List<String> examples) {}
}
