package dev.incidentlab.server.verbs;

import dev.incidentlab.api.Answer;
import dev.incidentlab.api.Answers.Done;
import dev.incidentlab.api.Answers.Phase;
import dev.incidentlab.api.Request;
import dev.incidentlab.api.Verb;
import dev.incidentlab.drill.JournalEntry.Kind;
import dev.incidentlab.server.run.Platform;
import dev.incidentlab.server.run.RunState;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * From a verb to its answer. Looking verbs run side by side; verbs that change something come one
 * at a time, in the order of the journal.
 */
public final class Verbs {
  private final RunState state;
  private final Supplier<Platform> platform;
  private final Map<Verb, Handler> handlers = new EnumMap<>(Verb.class);
  private final ReentrantLock acting = new ReentrantLock();
  private final AtomicLong acted = new AtomicLong();
  private volatile Verb underWay;

  /** Who has the lock, as long as a verb is under way. */
  private Thread actor;

  /** What a verb does. */
  interface Handler {
    Answer answer(Arguments arguments, String who) throws Exception;
  }

  /** Puts the run back to its page. */
  public interface Rewind {
    /**
     * Returns when the page is out again.
     *
     * @param who for the journal
     */
    Done ask(String who) throws IOException, InterruptedException;
  }

  /**
   * @param platform null until the platform is up
   * @param stop asks for the end of the lab
   */
  public Verbs(RunState state, Supplier<Platform> platform, Runnable stop, Rewind rewind) {
    this.state = state;
    this.platform = platform;
    Views views = new Views(state, this::up);
    handlers.put(Verb.STATUS, views::status);
    handlers.put(Verb.ALERTS, views::alerts);
    handlers.put(Verb.LOGS, views::logs);
    handlers.put(Verb.JOURNAL, views::journal);
    handlers.put(Verb.SOLUTION, views::solution);
    handlers.put(Verb.DEBRIEF, views::debrief);
    handlers.put(Verb.JOB_STATUS, views::jobs);
    handlers.put(Verb.LAG, views::lag);
    SchemaVerbs schemas = new SchemaVerbs(this::up);
    handlers.put(Verb.SCHEMA_LIST, schemas::list);
    handlers.put(Verb.SCHEMA_SHOW, schemas::show);
    handlers.put(Verb.SCHEMA_DIFF, schemas::diff);
    RecordVerbs records = new RecordVerbs(state, this::up);
    handlers.put(Verb.RECORDS, records::records);
    TableVerbs tables = new TableVerbs(state, this::up);
    handlers.put(Verb.TABLE_HISTORY, tables::history);
    handlers.put(Verb.TABLE_FILES, tables::files);
    handlers.put(Verb.TABLE_DIFF, tables::diff);
    handlers.put(Verb.SQL, tables::sql);
    DownstreamVerbs downstream = new DownstreamVerbs(state, this::up);
    handlers.put(Verb.DOWNSTREAM_LIST, downstream::list);
    handlers.put(Verb.DOWNSTREAM_RUNS, downstream::runs);
    handlers.put(Verb.DOWNSTREAM_SLICES, downstream::slices);
    handlers.put(Verb.DOWNSTREAM_PAUSE, downstream::pause);
    handlers.put(Verb.DOWNSTREAM_RESUME, downstream::resume);
    handlers.put(Verb.DOWNSTREAM_RUN, downstream::run);
    handlers.put(Verb.DOWNSTREAM_REBUILD, downstream::rebuild);
    GateVerbs gates = new GateVerbs(state, this::up);
    handlers.put(Verb.GATE_LIST, gates::list);
    handlers.put(Verb.GATE_SHOW, gates::show);
    handlers.put(Verb.GATE_OVERRIDE, gates::override);
    handlers.put(Verb.TABLE_EVOLVE, new EvolutionVerbs(state, this::up)::evolve);
    handlers.put(Verb.TABLE_RESTORE, new RestoreVerbs(state, this::up)::restore);
    LayoutVerbs layout = new LayoutVerbs(state, this::up);
    handlers.put(Verb.TABLE_OPTIMIZE, layout::optimize);
    handlers.put(Verb.TABLE_VACUUM, layout::vacuum);
    handlers.put(Verb.LINEAGE, new LineageVerbs(this::up)::lineage);
    FlagVerbs flags = new FlagVerbs(this::up);
    handlers.put(Verb.FLAG_LIST, flags::list);
    handlers.put(Verb.FLAG_SET, flags::set);
    handlers.put(Verb.COMPONENT_RESTART, new ComponentVerbs(state, this::up)::restart);
    JobVerbs jobs = new JobVerbs(this::up);
    handlers.put(Verb.JOB_RESTART, jobs::restart);
    handlers.put(Verb.JOB_START, jobs::start);
    handlers.put(Verb.JOB_STOP, jobs::stop);
    ReplayVerbs replays = new ReplayVerbs(state, this::up);
    handlers.put(Verb.REPLAY_PLAN, replays::plan);
    handlers.put(Verb.REPLAY_PROGRESS, replays::progress);
    handlers.put(Verb.REPLAY_RUN, replays::run);
    UpstreamVerbs upstream = new UpstreamVerbs(state, this::up);
    handlers.put(Verb.PRODUCER_STOP, upstream::stop);
    handlers.put(Verb.PRODUCER_START, upstream::start);
    handlers.put(Verb.PRODUCER_ROLLBACK, upstream::rollback);
    handlers.put(Verb.TOPIC_RECREATE, upstream::recreate);
    PeopleVerbs people = new PeopleVerbs(state);
    handlers.put(Verb.SAY, people::say);
    handlers.put(Verb.NOTE, people::note);
    handlers.put(Verb.HINT, people::hint);
    handlers.put(Verb.ALERTS_SILENCE, people::silence);
    DeadLetterVerbs letters = new DeadLetterVerbs(state, this::up);
    handlers.put(Verb.DEAD_LETTERS_LIST, letters::list);
    handlers.put(Verb.DEAD_LETTERS_SHOW, letters::show);
    handlers.put(Verb.DEAD_LETTERS_REDRIVE, letters::redrive);
    DiagnosisVerbs diagnosis = new DiagnosisVerbs(state, this::up);
    handlers.put(Verb.DIAGNOSE, diagnosis::diagnose);
    handlers.put(Verb.SCORE, diagnosis::score);
    StoryVerbs story = new StoryVerbs(state, this::up, stop, diagnosis);
    handlers.put(Verb.ACK, story::acknowledge);
    handlers.put(Verb.CLOCK_PAUSE, story::pause);
    handlers.put(Verb.CLOCK_RESUME, story::resume);
    handlers.put(Verb.VERIFY, story::verify);
    handlers.put(Verb.REWIND, (arguments, who) -> rewind.ask(who));
    handlers.put(Verb.GRADE, new GradeVerb(state, this::up, () -> underWay == Verb.VERIFY)::grade);
    handlers.put(Verb.STOP, story::stop);
  }

  /**
   * Uses a verb.
   *
   * @param who for the journal
   */
  public Answer use(Verb verb, Arguments arguments, String who) throws Exception {
    Request.of(verb).check(arguments.values());
    // Stopping must be possible while something else still runs, or hangs; so must going back.
    if (verb.effect() == Verb.Effect.LOOKS || verb == Verb.STOP) {
      return answer(verb, arguments, who);
    }
    boolean back = verb == Verb.REWIND && state.phase() == Phase.ENDED;
    if (state.phase() == Phase.ENDED && !back) {
      throw new Refusal(
          "%s: the drill has ended with its final verdict; `./lab rewind` goes back to its page, `./lab drill %s` starts another"
              .formatted(verb.words(), state.scenarioId()));
    }
    if (state.phase() != Phase.ON_CALL && !back) {
      throw new Refusal(
          "%s: the story has not come to its page yet (%s); wait for it"
              .formatted(verb.words(), state.phase()));
    }
    if (verb == Verb.DEAD_LETTERS_REDRIVE && underWay == verb) {
      // To wait would be to try the same letters a second time.
      throw new Refusal(
          "%s: another one is under way; let it end, `./lab journal` shows when"
              .formatted(verb.words()));
    }
    if (verb == Verb.REWIND) {
      return journalled(verb, arguments, who);
    }
    return act(verb, arguments, who);
  }

  /**
   * Has a colleague of the story use a verb, by the same code and with the same checks of its
   * arguments, whatever the phase: it happens before the page. It is journalled as a fault.
   *
   * @throws IllegalArgumentException if arguments are wrong
   */
  public void asColleague(Verb verb, Map<String, String> arguments, String who) throws Exception {
    Request.of(verb).check(arguments);
    var unused =
        state.journal().veiled(() -> act(verb, new Arguments(verb.words(), arguments), who));
  }

  private Answer act(Verb verb, Arguments arguments, String who) throws Exception {
    int attempt = state.attempt();
    acting.lockInterruptibly();
    try {
      if (state.attempt() != attempt) {
        throw new Refusal(
            "%s: the run was put back to its page meanwhile; look how it stands there first"
                .formatted(verb.words()));
      }
      underWay = verb;
      actor(Thread.currentThread());
      return journalled(verb, arguments, who);
    } finally {
      actor(null);
      underWay = null;
      acted.incrementAndGet();
      acting.unlock();
    }
  }

  private Answer journalled(Verb verb, Arguments arguments, String who) throws Exception {
    Answer answer = answer(verb, arguments, who);
    if (answer instanceof Done done) {
      state
          .journal()
          .write(
              who,
              Kind.VERB,
              verb.words() + ": " + done.text(),
              Map.of("verb", verb.words(), "arguments", arguments.values(), "facts", done.facts()));
    }
    return answer;
  }

  private void actor(Thread thread) {
    synchronized (acting) {
      actor = thread;
    }
  }

  /**
   * Has verbs that change something wait until {@link #release}; one that is under way is
   * interrupted, and waited for.
   */
  public void hold() throws InterruptedException {
    synchronized (acting) {
      if (actor != null) {
        actor.interrupt();
      }
    }
    acting.lockInterruptibly();
  }

  /** Ends {@link #hold}; for the same thread. */
  public void release() {
    acting.unlock();
  }

  /** What a part refuses that knows nothing of verbs is said with the verb's words before it. */
  private Answer answer(Verb verb, Arguments arguments, String who) throws Exception {
    try {
      return handlers.get(verb).answer(arguments, who);
    } catch (IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      String firstWord = verb.words().split(" ", 2)[0];
      throw message.startsWith(firstWord)
          ? e
          : new IllegalArgumentException(verb.words() + ": " + message, e);
    }
  }

  /** Counts the acting verbs so far, done or failed; empty while one is under way. */
  public OptionalLong acted() {
    long before = acted.get();
    return acting.isLocked() ? OptionalLong.empty() : OptionalLong.of(before);
  }

  private Platform up() {
    Platform running = platform.get();
    if (running == null) {
      throw new Refusal(
          "the platform is still starting; `./lab journal --follow` shows how far it is");
    }
    return running;
  }
}
