package dev.incidentlab.server.resume;

import dev.incidentlab.api.Runs;
import dev.incidentlab.drill.AlertBoard;
import dev.incidentlab.drill.Attempt;
import dev.incidentlab.drill.Journal;
import dev.incidentlab.drill.JournalEntry;
import dev.incidentlab.drill.JournalEntry.Kind;
import dev.incidentlab.drill.JournalFile;
import dev.incidentlab.drill.StoryClock;
import dev.incidentlab.drill.engine.MessageBoard;
import dev.incidentlab.drill.scenario.Scenario;
import dev.incidentlab.server.page.PageCache;
import dev.incidentlab.server.page.PageFolder;
import dev.incidentlab.server.past.PastRun;
import dev.incidentlab.server.past.RunLines;
import dev.incidentlab.server.run.Build;
import dev.incidentlab.server.run.LabOptions;
import dev.incidentlab.server.run.RunState;
import dev.incidentlab.stack.EmbeddedStack;
import dev.incidentlab.stack.StackStartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A run whose journal is open: a new one, or one that goes on.
 *
 * @param options how it was started, which a resume cannot change
 * @param past what happened before; empty if the story begins
 */
public record Opening(LabOptions options, RunState state, Optional<PastRun> past) {
  /** The producer writes it before it publishes anything. */
  private static final String PRODUCER_PROGRESS = "ledger/producer.json";

  /** What a beginning makes anew. */
  private static final List<String> MADE = List.of("stack/data", "ledger");

  /** Begins a run. */
  public static Opening begin(LabOptions options, Scenario read) throws IOException {
    Scenario scenario = read.drawn(options.seed());
    InstantSource wall = InstantSource.system();
    StoryClock clock = new StoryClock(scenario.clock().history(), wall);
    Path file = options.run().resolve(JournalFile.NAME);
    Journal journal = new Journal(file, wall, clock);
    journal.write(options.who(), Kind.LAB, firstWords(options, scenario), StartLine.of(options));
    RunState state =
        new RunState(
            options.run(),
            scenario,
            journal,
            clock,
            new AlertBoard(journal, clock, wall),
            new MessageBoard(scenario, journal, clock, Set.of()),
            options.autopilot());
    return new Opening(options, state, Optional.empty());
  }

  /**
   * Begins a run at a page that another one has come to, which is to be put in place yet.
   *
   * @param lent the page, which is in the run's folder already
   */
  public static Opening atPage(LabOptions options, Scenario read, PageCache.Lent lent)
      throws IOException {
    Scenario scenario = read.drawn(options.seed());
    InstantSource wall = InstantSource.system();
    PageFolder.Facts page = lent.facts();
    Map<String, Object> start = new LinkedHashMap<>(StartLine.of(options));
    start.put(RunLines.PAGE_OF, page.folder());
    JournalEntry newest = lent.journal().get(lent.journal().size() - 1);
    List<JournalEntry> lines = new ArrayList<>(lent.journal());
    String now = wall.instant().toString();
    lines.set(
        0,
        new JournalEntry(
            1,
            now,
            scenario.clock().history().toString(),
            options.who(),
            Kind.LAB,
            firstWords(options, scenario),
            start));
    lines.add(
        new JournalEntry(
            newest.seq() + 1,
            now,
            newest.story(),
            Journal.LAB,
            Kind.LAB,
            "All of this happened in run %s, by %s; this one starts at the same page."
                .formatted(page.run(), page.wall()),
            Attempt.begins(1, page.line())));
    Path path = options.run().resolve(JournalFile.NAME);
    JournalFile.write(path, lines);
    PastRun past = PastRun.of(lines, scenario);
    StoryClock clock = new StoryClock(past.segments(), past.lastStory(), past.lastWall(), wall);
    Journal journal = new Journal(JournalFile.read(path), wall, clock);
    return new Opening(
        options, state(options, scenario, journal, past, clock, wall), Optional.of(past));
  }

  /**
   * Goes on with a run.
   *
   * @param asked the folders and who resumes; everything else is as the run was started
   * @throws RunRefusedException if there is nothing to go on with
   */
  public static Opening resume(LabOptions asked, Scenario read)
      throws IOException, RunRefusedException, StackStartException {
    JournalFile file = read(asked.run());
    LabOptions options = StartLine.options(asked, file.entries().get(0));
    Scenario scenario = read.drawn(options.seed());
    PastRun past = PastRun.of(file.entries(), scenario);
    refuse(past, asked, file.entries().get(0));
    // They may still write what is read from here on.
    EmbeddedStack.awaitPredecessors(options.run());
    // One that goes back to its page gets what was kept of that, whatever is there now.
    boolean again = !past.backAtPage() && !Files.exists(options.run().resolve(PRODUCER_PROGRESS));
    if (again && options.external().isPresent()) {
      throw new RunRefusedException(
          "resume: nothing had been published yet; %s, and `./lab clean --run %s` removes what this one has made"
              .formatted(another(asked), id(options.run())));
    }
    if (again) {
      for (String made : MADE) {
        delete(options.run().resolve(made));
      }
      delete(options.tables());
    }
    InstantSource wall = InstantSource.system();
    StoryClock clock = new StoryClock(past.segments(), past.lastStory(), past.lastWall(), wall);
    Journal journal = new Journal(file, wall, clock);
    tell(journal, past, file, asked.who(), again);
    RunState state = state(options, scenario, journal, past, clock, wall);
    return new Opening(options, state, again ? Optional.empty() : Optional.of(past));
  }

  private static RunState state(
      LabOptions options,
      Scenario scenario,
      Journal journal,
      PastRun past,
      StoryClock clock,
      InstantSource wall) {
    return new RunState(
        options.run(),
        scenario,
        journal,
        clock,
        new AlertBoard(journal, clock, wall, past.alerts(), past.silences()),
        new MessageBoard(scenario, journal, clock, past.reached().delivered()),
        options.autopilot(),
        past.attempt(),
        past.given());
  }

  private static JournalFile read(Path run) throws IOException, RunRefusedException {
    JournalFile file;
    try {
      file = JournalFile.read(run.resolve(JournalFile.NAME));
    } catch (NoSuchFileException e) {
      throw new RunRefusedException(
          "resume: %s is no run: it has no %s; `./lab list` shows what can be started"
              .formatted(run, JournalFile.NAME),
          e);
    } catch (IOException e) {
      throw new RunRefusedException(
          "resume: %s; the run cannot be gone on with, start another".formatted(e.getMessage()), e);
    }
    if (file.entries().isEmpty()) {
      throw new RunRefusedException(
          "resume: the server of %s ended before it had written anything; start another drill"
              .formatted(run));
    }
    return file;
  }

  private static void refuse(PastRun past, LabOptions asked, JournalEntry first)
      throws RunRefusedException {
    String another = another(asked);
    if (past.ended().isPresent()) {
      throw new RunRefusedException(
          "resume: the drill has ended with its final verdict (%s), so there is nothing to go on with; %s"
              .formatted(past.ended().get().text(), another));
    }
    if (past.failed().isPresent()) {
      throw new RunRefusedException(
          "resume: the drill failed (%s), so there is nothing to go on with; %s"
              .formatted(past.failed().get().text(), another));
    }
    if (past.recreated().isPresent()) {
      throw new RunRefusedException(
          "resume: a topic was made anew (%s), and the producer cannot go on from a ledger of the old one; %s"
              .formatted(past.recreated().get().text(), another));
    }
    String begunWith = StartLine.build(first);
    String now = Build.fingerprint(asked.home(), asked.scenario());
    if (!now.equals(begunWith)) {
      throw new RunRefusedException(
          "resume: the run was begun with build %s of the lab and its scenario, and this is %s; go on with that one, or %s"
              .formatted(begunWith, now, another));
    }
  }

  private static void tell(
      Journal journal, PastRun past, JournalFile file, String who, boolean again) {
    journal.write(
        who,
        Kind.LAB,
        past.stopped()
            ? "The lab was ended at %s; resumed by %s.".formatted(past.lastWall(), who)
            : "The lab's server ended without a word at %s or later; resumed by %s."
                .formatted(past.lastWall(), who),
        Map.of(RunLines.CLOCK, 0, RunLines.RUNS_AT, past.pace()));
    if (file.cutBytes() > 0) {
      journal.write(
          Kind.LAB,
          "The journal's last line was half-written; its %d bytes were cut off."
              .formatted(file.cutBytes()));
    }
    if (again) {
      journal.write(
          Journal.LAB,
          Kind.LAB,
          "Nothing had been published; the story begins again.",
          Map.of(PastRun.AGAIN, true));
    }
  }

  private static String firstWords(LabOptions options, Scenario scenario) {
    return mystery(options)
        ? "Drill, drawn at random, with seed %d.".formatted(options.seed())
        : "Drill '%s' with seed %d.".formatted(scenario.title(), options.seed());
  }

  private static boolean mystery(LabOptions options) {
    return options.run().getParent().getFileName().toString().equals(Runs.MYSTERY);
  }

  private static String another(LabOptions asked) {
    return "`./lab drill %s` starts another"
        .formatted(mystery(asked) ? "--random" : asked.scenario().getFileName());
  }

  private static String id(Path run) {
    return run.getParent().getFileName() + "/" + run.getFileName();
  }

  private static void delete(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(tree)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
