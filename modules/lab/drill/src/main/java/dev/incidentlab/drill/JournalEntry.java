package dev.incidentlab.drill;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;

/**
 * One line of the journal.
 *
 * @param seq from 1 on, without gaps
 * @param wall wall time, ISO-8601 in UTC
 * @param story story time, ISO-8601 in UTC
 * @param who who did it: a person's name, or {@code lab}
 * @param kind what kind of line, for instance {@code fault}, {@code alert}, {@code verb}
 * @param text one sentence for people
 * @param data the figures behind it
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record JournalEntry(
    long seq,
    String wall,
    String story,
    String who,
    Kind kind,
    String text,
    Map<String, Object> data) {
  public JournalEntry {
    data = data == null ? Map.of() : data; // An empty one is left out of the line.
  }

  /** Kinds of lines. */
  public enum Kind {
    /** The lab does something, or gets somewhere. */
    LAB,
    /** A component of the stack starts, is up, or ended. */
    COMPONENT,
    /** A fault was injected. Hidden from the learner until the drill ends. */
    FAULT,
    /**
     * The story got to an instant at which something is injected or looked at. Hidden as faults
     * are, since it says when they are.
     */
    STEP,
    /** A probe observed something. */
    OBSERVATION,
    /** An alert fired, was acknowledged or is over. */
    ALERT,
    /** Somebody writes to the one on call. */
    MESSAGE,
    /** A person used a verb that changes something. */
    VERB,
    /** The grader judged. */
    VERDICT,
    /** The lab itself failed. */
    ERROR;

    /** Whether the person on the drill sees such lines. */
    public boolean visible() {
      return this != FAULT && this != STEP;
    }
  }
}
