package dev.incidentlab.server;

import dev.incidentlab.api.Answers.Done;
import dev.incidentlab.api.Answers.Phase;
import dev.incidentlab.drill.JournalEntry;
import dev.incidentlab.server.page.PageFolder;
import dev.incidentlab.server.past.PastRun;
import dev.incidentlab.server.run.RunState;
import dev.incidentlab.server.verbs.Refusal;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Between those who ask that the run be put back to its page and the thread that has the platform,
 * which does it.
 */
final class Rewinds {
  private final RunState state;
  private final boolean ownPlatform;
  private final BlockingQueue<Asked> queue = new LinkedBlockingQueue<>();
  private Asked underWay;
  private String ended;

  /**
   * Somebody waits for the page.
   *
   * @param began when he asked, as {@link System#nanoTime} has it
   */
  record Asked(String who, long began, CompletableFuture<Done> answer) {}

  /** The lab ended before the page was out again. */
  static final class RewindException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RewindException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * @param ownPlatform whether everything that the run uses is its own
   */
  Rewinds(RunState state, boolean ownPlatform) {
    this.state = state;
    this.ownPlatform = ownPlatform;
  }

  /**
   * Asks, and waits until the page is out again.
   *
   * @throws Refusal if there is nothing to go back to
   * @throws RewindException if the lab ended before the page was out
   */
  Done ask(String who) throws IOException, InterruptedException {
    if (PageFolder.of(state.folder()).facts().isEmpty()) {
      throw new Refusal(
          "rewind: %s; `./lab drill %s` starts another"
              .formatted(
                  ownPlatform
                      ? "the state of the page could not be kept, `./lab journal` says why"
                      : "the run is on a platform that others run, whose state is not the lab's to put back",
                  state.scenario().id()));
    }
    Asked asked = new Asked(who, System.nanoTime(), new CompletableFuture<>());
    synchronized (this) {
      if (ended != null) {
        throw ending();
      }
      queue.add(asked);
    }
    try {
      return asked.answer().get();
    } catch (ExecutionException e) {
      throw new RewindException(e.getCause().getMessage(), e);
    }
  }

  /** Who asks next; empty if nobody does for so long. */
  Optional<Asked> next(Duration patience) throws InterruptedException {
    Asked asked = queue.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    synchronized (this) {
      underWay = asked;
    }
    return Optional.ofNullable(asked);
  }

  /** Has the story stand at its page, and another attempt begin; the platform is gone already. */
  PastRun goBack(Asked asked) throws IOException {
    PageFolder.Facts page =
        PageFolder.of(state.folder())
            .facts()
            .orElseThrow(() -> new IOException("the state of the page is gone"));
    List<JournalEntry> lines = state.journal().after(0).subList(0, (int) page.line());
    boolean over = state.phase() == Phase.ENDED;
    state.goBack(
        PastRun.of(lines, state.scenario()),
        page.line(),
        asked.who(),
        "%s puts the run back to its page: attempt %d%s."
            .formatted(
                asked.who(), state.attempt() + 1, over ? "; the one before has its verdict" : ""));
    return PastRun.of(state.journal().after(0), state.scenario());
  }

  /** The page is out again. */
  void done(Asked asked) {
    Duration took = Duration.ofNanos(System.nanoTime() - asked.began());
    asked
        .answer()
        .complete(
            new Done(
                "The page is out again, as it was at %s in the story; attempt %d. It took %.1f s."
                    .formatted(
                        state.scenario().clock().page(), state.attempt(), took.toMillis() / 1e3),
                Map.of("attempt", Integer.toString(state.attempt())),
                ""));
  }

  /**
   * Nobody needs to wait any longer.
   *
   * @param why a sentence
   */
  synchronized void end(String why) {
    ended = why;
    if (underWay != null) {
      underWay.answer().completeExceptionally(ending());
    }
    queue.forEach(asked -> asked.answer().completeExceptionally(ending()));
  }

  private RewindException ending() {
    return new RewindException(
        "rewind: %s; `./lab resume --run %s` goes on".formatted(ended, state.runId()), null);
  }
}
