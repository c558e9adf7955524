package dev.incidentlab.server;

import dev.incidentlab.api.Answers.Phase;
import dev.incidentlab.api.Runs;
import dev.incidentlab.api.ServerAddress;
import dev.incidentlab.drill.Journal;
import dev.incidentlab.drill.JournalEntry.Kind;
import dev.incidentlab.drill.ObservationException;
import dev.incidentlab.drill.engine.DrillException;
import dev.incidentlab.drill.scenario.InvalidScenarioException;
import dev.incidentlab.drill.scenario.Scenario;
import dev.incidentlab.drill.scenario.ScenarioReader;
import dev.incidentlab.server.adapter.JobEnds;
import dev.incidentlab.server.metrics.Metrics;
import dev.incidentlab.server.page.PageFolder;
import dev.incidentlab.server.past.PastRun;
import dev.incidentlab.server.past.RunLines;
import dev.incidentlab.server.resume.GoingOn;
import dev.incidentlab.server.resume.Opening;
import dev.incidentlab.server.resume.RunLock;
import dev.incidentlab.server.resume.RunRefusedException;
import dev.incidentlab.server.run.LabOptions;
import dev.incidentlab.server.run.LabVocabulary;
import dev.incidentlab.server.run.Platform;
import dev.incidentlab.server.run.RunReport;
import dev.incidentlab.server.run.RunState;
import dev.incidentlab.server.verbs.HttpApi;
import dev.incidentlab.server.verbs.Verbs;
import dev.incidentlab.stack.StackStartException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run from its start to its end: the HTTP API answers at once, the platform is brought up
 * behind it, the story is brought to its page and runs on until somebody stops it.
 */
final class LabServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LabServer.class);

  /** How often alert rules are looked at while the story runs. */
  private static final Duration WATCH = Duration.ofSeconds(1);

  /** How long a failed lab waits for somebody to read why. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(10);

  private final LabOptions options;
  private final RunState state;
  private final Optional<PastRun> past;
  private final RunLock lock;
  private final KeptPages pages;
  private final HttpApi api;
  private final Rewinds rewinds;
  private final Verbs verbs;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile Platform platform;
  private JobEnds jobEnds;
  private final Object storyLock = new Object();
  private Thread storyThread;
  private boolean closing;

  private LabServer(Opening opening, RunLock lock, HttpApi api, KeptPages pages) {
    this.pages = pages;
    this.options = opening.options();
    this.state = opening.state();
    this.past = opening.past();
    this.lock = lock;
    this.api = api;
    this.rewinds = new Rewinds(state, options.external().isEmpty());
    this.verbs = new Verbs(state, () -> platform, this::requestStop, rewinds::ask);
  }

  /** Reads the scenario, opens the journal, and answers on the API. */
  static LabServer open(LabOptions options) throws StartException {
    Scenario scenario = scenario(options.scenario());
    try {
      Files.createDirectories(options.run());
      RunLock lock = RunLock.take(options.run());
      KeptPages pages = KeptPages.of(options);
      Opening opening = pages.open(options, scenario);
      HttpApi api = new HttpApi(opening.options().apiHost(), opening.options().apiPort());
      LabServer server = new LabServer(opening, lock, api, pages);
      api.start(server.verbs, new Metrics(server.state, () -> server.platform));
      ServerAddress.ofThisProcess(opening.state().runId(), api.url()).write(options.run());
      Runs.pointLatest(options.run());
      return server;
    } catch (RunRefusedException | StackStartException e) {
      throw new StartException(e.getMessage(), e);
    } catch (IOException | UncheckedIOException e) {
      throw new StartException(
          "run folder %s cannot be used: %s; choose another with --run-root"
              .formatted(options.run(), e.getMessage()),
          e);
    }
  }

  private static Scenario scenario(Path folder) throws StartException {
    try {
      return ScenarioReader.read(folder, LabVocabulary.words());
    } catch (InvalidScenarioException e) {
      throw new StartException(
          "scenario %s has %d problems; mend them and start again:%n%s"
              .formatted(
                  folder.getFileName(),
                  e.problems().size(),
                  e.getMessage().indent(2).stripTrailing()),
          e);
    }
  }

  /**
   * Brings the story to its page and returns when the lab is to end.
   *
   * @return whether the lab failed
   */
  boolean runUntilStopped() throws InterruptedException {
    synchronized (storyLock) {
      storyThread = Thread.currentThread();
    }
    try {
      bringToPage(past, Optional.empty());
      for (Optional<Rewinds.Asked> asked = watch(); asked.isPresent(); asked = watch()) {
        rewind(asked.get());
      }
      return false;
    } catch (InterruptedException e) {
      return false; // Somebody asked for the end, maybe long before the page.
    } catch (DrillException
        | ObservationException
        | StackStartException
        | IOException
        | RuntimeException e) {
      // What is under way fails when it is interrupted; that is no failure of the lab.
      return stopped.getCount() > 0 && fail(e);
    } finally {
      rewinds.end("the lab ends");
      synchronized (storyLock) {
        storyThread = null;
      }
      Thread.interrupted(); // What follows is the end, which must not be cut short.
    }
  }

  private void bringToPage(Optional<PastRun> before, Optional<Platform.Kept> kept)
      throws DrillException,
          ObservationException,
          StackStartException,
          IOException,
          InterruptedException {
    boolean again = before.isPresent() && before.get().backAtPage();
    if (again) {
      RunReport.setAside(state, state.attempt() - 1);
      PageFolder.of(state.folder()).putBack(state.folder());
    }
    platform = Platform.start(options, state, before, verbs::asColleague, kept);
    state.enter(Phase.FAST_FORWARD);
    jobEnds = new JobEnds(platform.jobs());
    if (again) {
      GoingOn.again(platform, state, before.get(), options.pace(), jobEnds);
      return;
    }
    if (before.isPresent() && before.get().onCall()) {
      platform.awaitJobs();
      GoingOn.onCall(platform, state, before.get(), jobEnds);
      return;
    }
    platform.engine().publishHistory();
    platform.awaitJobs();
    platform.engine().awaitSteadyState();
    platform.engine().bringToPage();
    GoingOn.fromPage(platform, state, options.pace(), jobEnds);
    pages.store(state);
  }

  /**
   * Looks after the story until somebody wants it back at its page.
   *
   * @return who does; empty if the lab is to end
   */
  private Optional<Rewinds.Asked> watch() throws InterruptedException {
    Watch watch =
        new Watch(platform, state.journal(), jobEnds, verbs::acted, () -> stopped.getCount() == 0);
    while (stopped.getCount() > 0) {
      Optional<Rewinds.Asked> asked = rewinds.next(WATCH);
      if (asked.isPresent()) {
        return asked;
      }
      watch.look();
    }
    return Optional.empty();
  }

  private void rewind(Rewinds.Asked asked)
      throws DrillException,
          ObservationException,
          StackStartException,
          IOException,
          InterruptedException {
    Platform gone = platform;
    platform = null;
    Optional<Platform.Kept> kept = gone.discard(verbs.acted().isPresent());
    // What was under way fails, as its platform is gone, and is part of the attempt that is over.
    try {
      verbs.hold();
      try {
        bringToPage(Optional.of(rewinds.goBack(asked)), kept);
      } finally {
        verbs.release();
      }
    } finally {
      if (platform == null) {
        kept.ifPresent(left -> left.stack().close());
      }
    }
    rewinds.done(asked);
  }

  private boolean fail(Exception e) throws InterruptedException {
    LOG.error("the lab failed", e);
    boolean drill = e instanceof DrillException || e instanceof ObservationException;
    state.enter(
        Phase.FAILED,
        Journal.LAB,
        Kind.ERROR,
        e.getMessage() == null ? e.toString() : e.getMessage(),
        drill ? Map.of(RunLines.FINAL, true) : Map.of());
    rewinds.end("it failed: " + e.getMessage());
    endPlatform();
    stopped.await(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
    return true;
  }

  private void requestStop() {
    stopped.countDown();
    synchronized (storyLock) {
      if (storyThread != null) {
        storyThread.interrupt();
      }
    }
  }

  private void endPlatform() {
    Platform running = platform;
    if (running != null) {
      running.close();
    }
  }

  /** Ends everything that this lab started. May be called again, and from a shutdown hook. */
  @Override
  public void close() {
    synchronized (this) {
      if (closing) {
        awaitClosed();
        return;
      }
      closing = true;
    }
    requestStop();
    state.enter(Phase.STOPPING);
    endPlatform();
    state.enter(Phase.STOPPING, Kind.LAB, "The lab has ended.");
    api.close();
    try {
      Files.deleteIfExists(options.run().resolve(ServerAddress.FILE));
    } catch (IOException e) {
      LOG.warn("cannot delete {}", ServerAddress.FILE, e);
    }
    state.journal().close();
    try {
      lock.close();
    } catch (IOException e) {
      LOG.warn("cannot give the run's lock back", e);
    }
    closed.countDown();
  }

  private void awaitClosed() {
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
