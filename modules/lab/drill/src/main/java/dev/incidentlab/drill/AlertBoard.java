package dev.incidentlab.drill;

import dev.incidentlab.drill.JournalEntry.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All alerts of a run. A rule has at most one firing alert; when the condition is over and comes
 * back, that is a new alert. Safe for many threads.
 */
public final class AlertBoard {
  private final Journal journal;
  private final StoryClock clock;
  private final InstantSource wall;
  private final List<Alert> alerts = new ArrayList<>();
  private final Map<String, Silence> silences = new HashMap<>();

  /**
   * Nobody is called by a rule's alerts for a while; they fire and are over as before.
   *
   * @param until story time of its end
   */
  public record Silence(String rule, String by, Instant until) {}

  public AlertBoard(Journal journal, StoryClock clock, InstantSource wall) {
    this.journal = journal;
    this.clock = clock;
    this.wall = wall;
  }

  /** A board as it was, for a run that goes on; nothing is journalled. */
  public AlertBoard(
      Journal journal,
      StoryClock clock,
      InstantSource wall,
      List<Alert> alerts,
      List<Silence> silences) {
    this(journal, clock, wall);
    again(alerts, silences);
  }

  /** Has it be as it was; nothing is journalled. */
  public final synchronized void again(List<Alert> alerts, List<Silence> silences) {
    this.alerts.clear();
    this.alerts.addAll(alerts);
    this.silences.clear();
    silences.forEach(silence -> this.silences.put(silence.rule(), silence));
  }

  /** Takes in what a rule's probe saw just now. */
  public synchronized void observe(AlertRule rule, Observation observation) {
    Optional<Alert> firing = firing(rule.name());
    boolean bad = rule.condition().holdsFor(observation);
    if (bad && firing.isEmpty()) {
      fire(rule, observation);
    } else if (!bad && firing.isPresent()) {
      Instant now = clock.now();
      replace(firing.get().resolved(now, observation.text()));
      journal.write(
          Journal.LAB,
          Kind.ALERT,
          "Alert %s is over: %s".formatted(rule.name(), observation.text()),
          Map.of("alert", rule.name(), "state", "resolved", "message", observation.text()));
    }
  }

  /**
   * Acknowledges an alert by name or number; without either, every firing one.
   *
   * @return the alerts that were acknowledged by this call
   * @throws IllegalArgumentException if no firing alert is meant
   */
  public synchronized List<Alert> acknowledge(String which, String who) {
    List<Alert> meant =
        alerts.stream()
            .filter(Alert::firing)
            .filter(
                a ->
                    which == null || a.name().equals(which) || String.valueOf(a.id()).equals(which))
            .toList();
    if (meant.isEmpty()) {
      throw new IllegalArgumentException(
          which == null
              ? "ack: no alert is firing; `alerts` lists those that did"
              : "ack: no firing alert is called '%s'; firing: %s"
                  .formatted(
                      which, alerts.stream().filter(Alert::firing).map(Alert::name).toList()));
    }
    List<Alert> now = new ArrayList<>();
    for (Alert alert : meant) {
      if (alert.acknowledgedBy() == null) {
        Alert acknowledged = alert.acknowledged(who, wall.instant());
        replace(acknowledged);
        now.add(acknowledged);
      }
    }
    return now;
  }

  /**
   * Silences a rule's alerts, by its name or by the number of one of its alerts.
   *
   * @param length in story time
   * @throws IllegalArgumentException if no alert is meant
   */
  public synchronized Silence silence(String which, Duration length, String who) {
    String rule =
        alerts.stream()
            .filter(a -> a.name().equals(which) || String.valueOf(a.id()).equals(which))
            .map(Alert::name)
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "alerts silence: no alert is called '%s'; alerts: %s"
                            .formatted(
                                which,
                                alerts.stream().map(Alert::name).distinct().sorted().toList())));
    Silence silence = new Silence(rule, who, clock.now().plus(length));
    silences.put(rule, silence);
    return silence;
  }

  /** The silence that a rule's alerts are under now. */
  public synchronized Optional<Silence> silence(String rule) {
    Instant now = clock.now();
    return Optional.ofNullable(silences.get(rule)).filter(s -> s.until().isAfter(now));
  }

  /** All alerts so far, in the order of firing. */
  public synchronized List<Alert> all() {
    return List.copyOf(alerts);
  }

  private void fire(AlertRule rule, Observation observation) {
    String message = "%s (limit: %s)".formatted(observation.text(), rule.condition().limitText());
    Alert alert =
        new Alert(
            alerts.size() + 1,
            rule.name(),
            rule.severity(),
            message,
            clock.now(),
            wall.instant(),
            null,
            null,
            null);
    alerts.add(alert);
    journal.write(
        Journal.LAB,
        Kind.ALERT,
        "%s %s: %s".formatted(rule.severity(), rule.name(), message),
        Map.of(
            "alert",
            rule.name(),
            "state",
            "firing",
            "severity",
            rule.severity().name(),
            "value",
            observation.value(),
            "message",
            message));
  }

  private Optional<Alert> firing(String name) {
    return alerts.stream().filter(a -> a.name().equals(name) && a.firing()).findFirst();
  }

  private void replace(Alert alert) {
    alerts.set(alert.id() - 1, alert);
  }
}
