package dev.incidentlab.server.run;

import dev.incidentlab.api.Answers.Phase;
import dev.incidentlab.api.Runs;
import dev.incidentlab.drill.AlertBoard;
import dev.incidentlab.drill.Attempt;
import dev.incidentlab.drill.Journal;
import dev.incidentlab.drill.JournalEntry;
import dev.incidentlab.drill.StoryClock;
import dev.incidentlab.drill.engine.MessageBoard;
import dev.incidentlab.drill.scenario.Scenario;
import dev.incidentlab.drill.scenario.Scenario.Hint;
import dev.incidentlab.server.past.Given;
import dev.incidentlab.server.past.PastRun;
import dev.incidentlab.server.past.RunLines;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** What is known of a run before its platform is up, and after. Safe for many threads. */
public final class RunState {
  private static final Set<Phase> OVER = EnumSet.of(Phase.ENDED, Phase.FAILED, Phase.STOPPING);

  private final Path folder;
  private final Scenario scenario;
  private final Journal journal;
  private final StoryClock clock;
  private final AlertBoard alerts;
  private final MessageBoard messages;
  private final boolean fixesVisible;
  private final AtomicInteger hintsGiven;
  private final AtomicInteger replays;
  private final AtomicInteger redrives;
  private final AtomicInteger attempt;
  private volatile Phase phase = Phase.STARTING;

  /**
   * @param fixesVisible whether the scenario's fixes may be asked for before the end
   */
  public RunState(
      Path folder,
      Scenario scenario,
      Journal journal,
      StoryClock clock,
      AlertBoard alerts,
      MessageBoard messages,
      boolean fixesVisible) {
    this(folder, scenario, journal, clock, alerts, messages, fixesVisible, 1, Given.nothing());
  }

  /**
   * One that goes on.
   *
   * @param attempt from 1; one more with each rewind
   */
  public RunState(
      Path folder,
      Scenario scenario,
      Journal journal,
      StoryClock clock,
      AlertBoard alerts,
      MessageBoard messages,
      boolean fixesVisible,
      int attempt,
      Given given) {
    this.folder = folder;
    this.scenario = scenario;
    this.journal = journal;
    this.clock = clock;
    this.alerts = alerts;
    this.messages = messages;
    this.fixesVisible = fixesVisible;
    this.attempt = new AtomicInteger(attempt);
    this.hintsGiven = new AtomicInteger(given.hints());
    this.replays = new AtomicInteger(given.replays());
    this.redrives = new AtomicInteger(given.redrives());
  }

  /** {@code scenario/start}. */
  public String runId() {
    return folder.getParent().getFileName() + "/" + folder.getFileName();
  }

  public Path folder() {
    return folder;
  }

  public Scenario scenario() {
    return scenario;
  }

  /** Whether the scenario was drawn at random, and is not named until the drill is over. */
  public boolean mystery() {
    return folder.getParent().getFileName().toString().equals(Runs.MYSTERY);
  }

  private boolean unnamed() {
    return mystery() && !OVER.contains(phase);
  }

  /** The scenario's id, or what stands for it as long as it must not be told. */
  public String scenarioId() {
    return unnamed() ? Runs.MYSTERY : scenario.id();
  }

  /** The scenario's title, or what stands for it as long as it must not be told. */
  public String title() {
    return unnamed() ? "drawn at random; its name is told when it is over" : scenario.title();
  }

  public Journal journal() {
    return journal;
  }

  public StoryClock clock() {
    return clock;
  }

  public AlertBoard alerts() {
    return alerts;
  }

  public MessageBoard messages() {
    return messages;
  }

  public boolean fixesVisible() {
    return fixesVisible;
  }

  /** From 1; one more with each rewind. */
  public int attempt() {
    return attempt.get();
  }

  /**
   * Goes back to the page: clock, alerts and messages are as they were then, and another attempt
   * begins. What people were given they keep.
   *
   * @param page the run as its journal tells it up to the line about the page's state
   * @param line that line's number
   * @param text of the line that says so
   */
  public void goBack(PastRun page, long line, String who, String text) {
    journal.atomically(
        () -> {
          clock.again(page.segments(), page.lastStory());
          alerts.again(page.alerts(), page.silences());
          messages.again(page.reached().delivered());
          phase = Phase.FAST_FORWARD;
          return journal.write(
              who, JournalEntry.Kind.LAB, text, Attempt.begins(attempt.incrementAndGet(), line));
        });
  }

  /** The number of the next replay, from 1. */
  public int nextReplay() {
    return replays.incrementAndGet();
  }

  /** The number of the next redrive, from 1. */
  public int nextRedrive() {
    return redrives.incrementAndGet();
  }

  /** The next hint that was not given yet, and its number from 1; empty when there is no more. */
  public Optional<GivenHint> nextHint() {
    List<Hint> hints = scenario.hints();
    int next = hintsGiven.getAndUpdate(given -> Math.min(given + 1, hints.size()));
    return next < hints.size()
        ? Optional.of(new GivenHint(next + 1, hints.get(next)))
        : Optional.empty();
  }

  /**
   * @param number from 1
   */
  public record GivenHint(int number, Hint hint) {}

  public Phase phase() {
    return phase;
  }

  public void enter(Phase next) {
    phase = next;
  }

  /** Enters a phase with the line that says so: who {@linkplain #read reads} sees both or none. */
  public void enter(Phase next, JournalEntry.Kind kind, String text) {
    enter(next, Journal.LAB, kind, text, Map.of());
  }

  /** As {@link #enter(Phase, JournalEntry.Kind, String)}, by somebody and with data. */
  public void enter(
      Phase next, String who, JournalEntry.Kind kind, String text, Map<String, Object> data) {
    Map<String, Object> withPhase = new LinkedHashMap<>(data);
    withPhase.put(RunLines.PHASE, next.name());
    journal.atomically(
        () -> {
          enter(next);
          return journal.write(who, kind, text, withPhase);
        });
  }

  /** What the journal has after a line, and the phase as of then. */
  public Reading read(long after) {
    return journal.atomically(() -> new Reading(phase, journal.after(after)));
  }

  /**
   * @param entries from the journal
   */
  public record Reading(Phase phase, List<JournalEntry> entries) {}
}
