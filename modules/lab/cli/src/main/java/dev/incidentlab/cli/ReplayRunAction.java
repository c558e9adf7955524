package dev.incidentlab.cli;

import dev.incidentlab.api.LabClient;
import dev.incidentlab.api.LabException;
import dev.incidentlab.api.ReplayAnswers.Replay;
import dev.incidentlab.api.ReplayAnswers.ReplayProgress;
import dev.incidentlab.api.Verb;
import dev.incidentlab.cli.Syntax.Action;
import dev.incidentlab.cli.view.ReplayProgressView;
import dev.incidentlab.cli.view.ReplayViews;
import dev.incidentlab.cli.view.Terminal;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs a replay, and meanwhile shows how far Flink says that it is. */
final class ReplayRunAction implements Action {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(500);
  private static final Duration LOOK = Duration.ofSeconds(10);

  /** Without a terminal every line stays, so there are fewer of them. */
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);

  @Override
  public int run(Call call) throws InterruptedException {
    LabClient client = call.client(PatientAction.PATIENCE);
    FutureTask<byte[]> replay =
        new FutureTask<>(() -> client.ask(Verb.REPLAY_RUN, call.arguments().values()));
    Thread thread = new Thread(replay, "replay-run");
    thread.setDaemon(true);
    thread.start();
    byte[] body = call.caller().json() ? await(replay) : watch(replay, call);
    if (call.caller().json()) {
      call.terminal().raw(body);
    } else {
      VerbAction.show(client.read(body, Replay.class), ReplayViews::run, call.terminal());
    }
    return VerbAction.PASS;
  }

  private static byte[] watch(FutureTask<byte[]> replay, Call call) throws InterruptedException {
    Terminal terminal = call.terminal();
    long shown = System.nanoTime();
    Long readBefore = null;
    try {
      while (!ended(replay)) {
        Optional<ReplayProgress> progress = progress(call);
        boolean due =
            terminal.style().colour() || System.nanoTime() - shown >= BETWEEN_LINES.toNanos();
        // A count that has not changed is an old one: no rate can be told from it.
        boolean isNew = progress.isPresent() && !Objects.equals(progress.get().read(), readBefore);
        if (due && isNew) {
          terminal.printOver(ReplayProgressView.lines(progress.get()).get(0));
          shown = System.nanoTime();
          readBefore = progress.get().read();
        }
      }
    } finally {
      terminal.clearOver();
    }
    return await(replay);
  }

  /** Nothing while it cannot be told: that is no reason to let go of the replay. */
  private static Optional<ReplayProgress> progress(Call call) {
    try {
      ReplayProgress progress =
          call.client(LOOK).use(Verb.REPLAY_PROGRESS, Map.of(), ReplayProgress.class);
      return Optional.of(progress).filter(p -> p.replayId() != null);
    } catch (LabException e) {
      return Optional.empty();
    }
  }

  private static boolean ended(FutureTask<byte[]> replay) throws InterruptedException {
    try {
      replay.get(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      return true;
    }
  }

  private static byte[] await(FutureTask<byte[]> replay) throws InterruptedException {
    try {
      return replay.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
