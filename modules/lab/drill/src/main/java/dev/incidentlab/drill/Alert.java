package dev.incidentlab.drill;

import java.time.Instant;
import java.util.Objects;

/**
 * One alert, from the moment it fired. Immutable; each change is a new record.
 *
 * @param id from 1 on, in the order of firing
 * @param message what was observed when it last changed
 * @param firedStory story time of firing
 * @param firedWall wall time of firing
 * @param acknowledgedBy who acknowledged it, or null
 * @param resolvedStory story time at which the condition was over, or null
 */
public record Alert(
    int id,
    String name,
    Severity severity,
    String message,
    Instant firedStory,
    Instant firedWall,
    String acknowledgedBy,
    Instant acknowledgedWall,
    Instant resolvedStory) {

  /** How loud it is. */
  public enum Severity {
    /** Written down; nobody is woken. */
    WARNING,
    /** Somebody is called. */
    PAGE
  }

  public Alert {
    Objects.requireNonNull(severity, "severity");
  }

  public boolean firing() {
    return resolvedStory == null;
  }

  /** The same, acknowledged. */
  public Alert acknowledged(String by, Instant wall) {
    return new Alert(id, name, severity, message, firedStory, firedWall, by, wall, resolvedStory);
  }

  /** The same, over. */
  public Alert resolved(Instant story, String lastMessage) {
    return new Alert(
        id,
        name,
        severity,
        lastMessage,
        firedStory,
        firedWall,
        acknowledgedBy,
        acknowledgedWall,
        story);
  }
}
