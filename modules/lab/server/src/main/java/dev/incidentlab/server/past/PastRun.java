package dev.incidentlab.server.past;

import dev.incidentlab.api.Answers.Phase;
import dev.incidentlab.api.Verb;
import dev.incidentlab.drill.Alert;
import dev.incidentlab.drill.AlertBoard.Silence;
import dev.incidentlab.drill.Attempt;
import dev.incidentlab.drill.JournalEntry;
import dev.incidentlab.drill.StoryClock.Segment;
import dev.incidentlab.drill.engine.Reached;
import dev.incidentlab.drill.scenario.Scenario;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A run as its journal tells it, up to the last line: all that the server had in memory and that
 * somebody could miss.
 */
public final class PastRun {
  /** Figure of the line from which on the story began once more; nothing before it counts. */
  public static final String AGAIN = "again";

  private final Attempt attempt;
  private final List<JournalEntry> entries;
  private final Scenario scenario;
  private final PastClock clock = new PastClock();
  private final PastAlerts alerts = new PastAlerts();
  private final PastJobs jobs = new PastJobs();
  private final Map<String, Operation> underWay = new LinkedHashMap<>();
  private int hints;
  private int replays;
  private int redrives;
  private boolean onCall;
  private boolean backAtPage;
  private Map<String, String> troubled = Map.of();
  private Optional<String> pageOf = Optional.empty();
  private boolean producerStopped;
  private Optional<JournalEntry> ended = Optional.empty();
  private Optional<JournalEntry> failed = Optional.empty();
  private Optional<JournalEntry> recreated = Optional.empty();
  private Object baseline;
  private Object page;
  private Optional<Map<String, Object>> diagnosis = Optional.empty();

  /**
   * A replay or a redrive that was begun and of whose end nobody was told.
   *
   * @param id its name
   * @param table the table that it writes to
   */
  public record Operation(String id, String table) {}

  private PastRun(Attempt attempt, Scenario scenario) {
    this.attempt = attempt;
    this.entries = sinceBeginning(attempt.lines());
    this.scenario = scenario;
  }

  /**
   * Reads what a journal tells.
   *
   * @param entries all lines, at least one
   */
  public static PastRun of(List<JournalEntry> entries, Scenario scenario) {
    PastRun run = new PastRun(Attempt.newest(entries), scenario);
    run.entries.forEach(run::take);
    // Who was given something in an attempt that is over still has it.
    entries.forEach(run::takeGiven);
    return run;
  }

  private static List<JournalEntry> sinceBeginning(List<JournalEntry> entries) {
    int begin = 0;
    for (int at = 0; at < entries.size(); at++) {
      begin = entries.get(at).data().containsKey(AGAIN) ? at : begin;
    }
    return List.copyOf(entries.subList(begin, entries.size()));
  }

  private void take(JournalEntry entry) {
    if (entry.data().get(RunLines.PAGE_OF) instanceof String folder) {
      pageOf = Optional.of(folder); // The lines behind it are of that run, and older.
    } else {
      clock.take(entry);
    }
    alerts.take(entry);
    jobs.take(entry);
    takePhase(entry);
    if (Lines.isVerb(entry, Verb.PRODUCER_STOP)) {
      producerStopped = true;
    } else if (Lines.isVerb(entry, Verb.PRODUCER_START)) {
      producerStopped = false;
    } else if (Lines.isVerb(entry, Verb.TOPIC_RECREATE)) {
      recreated = Optional.of(entry);
    }
    if (entry.data().containsKey(RunLines.DIAGNOSIS)) {
      diagnosis = Optional.of(entry.data());
    }
    takeOperation(Lines.texts(entry.data()));
  }

  private void takePhase(JournalEntry entry) {
    Object phase = entry.data().get(RunLines.PHASE);
    boolean kept = entry.data().containsKey(RunLines.PAGE_KEPT);
    if (Attempt.begins(entry)) {
      backAtPage = true;
    }
    if (kept) {
      troubled = Lines.texts(entry.data().get(RunLines.TROUBLED));
    }
    if (kept || Phase.ON_CALL.name().equals(phase)) {
      baseline = entry.data().getOrDefault(RunLines.BASELINE, baseline);
      page = entry.data().getOrDefault(RunLines.MOMENT, page);
    }
    if (Phase.ON_CALL.name().equals(phase)) {
      onCall = true;
      backAtPage = false;
    } else if (Phase.ENDED.name().equals(phase)) {
      ended = Optional.of(entry);
    } else if (Phase.FAILED.name().equals(phase) && entry.data().containsKey(RunLines.FINAL)) {
      failed = Optional.of(entry);
    }
  }

  private void takeOperation(Map<String, String> data) {
    String begun = data.get(Given.BEGUN);
    if (begun != null) {
      underWay.put(begun, new Operation(begun, data.get("table")));
    }
    underWay.remove(data.getOrDefault(Given.ENDED, ""));
  }

  private void takeGiven(JournalEntry entry) {
    hints += Lines.isVerb(entry, Verb.HINT) ? 1 : 0;
    String begun = Lines.texts(entry.data()).get(Given.BEGUN);
    if (begun != null) {
      int number = Integer.parseInt(begun.substring(begun.lastIndexOf('-') + 1));
      if (begun.startsWith(Given.REPLAY)) {
        replays = number;
      } else {
        redrives = number;
      }
    }
  }

  /** What has happened of the scenario. */
  public Reached reached() {
    return Reached.of(scenario, entries);
  }

  /** The ingest jobs. */
  public PastJobs jobs() {
    return jobs;
  }

  /** Whether the page was out and people could act. */
  public boolean onCall() {
    return onCall;
  }

  /** From 1; one more with each rewind. */
  public int attempt() {
    return attempt.number();
  }

  /**
   * Whether the run is to stand at its page again, with what was kept of it, and nobody has acted
   * since. Until then what is in its folder may be anything.
   */
  public boolean backAtPage() {
    return backAtPage;
  }

  /** Components that hung or were gone at the page that was kept, and which of it: by name. */
  public Map<String, String> troubled() {
    return troubled;
  }

  /** The folder of the run that the page was made in; empty if this one was brought to it. */
  public Optional<String> pageOf() {
    return pageOf;
  }

  /** Whether somebody had the producer stop. */
  public boolean producerStopped() {
    return producerStopped;
  }

  /** Story seconds per wall second when it ended; 0 if the story stood. */
  public double pace() {
    return clock.pace();
  }

  /** What the grader saw at the page, as the journal's JSON; null before the page. */
  public Object baseline() {
    return baseline;
  }

  /** How far tables and ledger were at the page, as the journal's JSON; null before the page. */
  public Object page() {
    return page;
  }

  /** The figures of the line that keeps the last diagnosis. */
  public Optional<Map<String, Object>> diagnosis() {
    return diagnosis;
  }

  public List<Segment> segments() {
    return clock.segments();
  }

  public Instant lastStory() {
    return clock.story();
  }

  public Instant lastWall() {
    return clock.wall();
  }

  public List<Alert> alerts() {
    return alerts.alerts();
  }

  public List<Silence> silences() {
    return alerts.silences();
  }

  public Given given() {
    return new Given(hints, replays, redrives);
  }

  public List<Operation> underWay() {
    return new ArrayList<>(underWay.values());
  }

  /** The final verdict's line. */
  public Optional<JournalEntry> ended() {
    return ended;
  }

  /** The line that says why the drill failed for good. */
  public Optional<JournalEntry> failed() {
    return failed;
  }

  /** The line that says that a topic was made anew. */
  public Optional<JournalEntry> recreated() {
    return recreated;
  }

  /** Whether the server ended in order. */
  public boolean stopped() {
    JournalEntry last = entries.get(entries.size() - 1);
    return Phase.STOPPING.name().equals(last.data().get(RunLines.PHASE));
  }
}
