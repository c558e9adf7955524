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
import java.util.List;
import java.util.Map;
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
    try {
      while (!ended(replay)) {
        List<String> lines = progress(call);
        boolean due = System.nanoTime() - shown >= BETWEEN_LINES.toNanos();
        if (!lines.isEmpty() && (terminal.style().colour() || due)) {
          terminal.printOver(lines.get(0));
          shown = System.nanoTime();
        }
      }
    } finally {
      terminal.clearOver();
    }
    return await(replay);
  }

  /** Nothing while it cannot be told: that is no reason to let go of the replay. */
  private static List<String> progress(Call call) {
    try {
      ReplayProgress progress =
          call.client(LOOK).use(Verb.REPLAY_PROGRESS, Map.of(), ReplayProgress.class);
      return progress.replayId() == null ? List.of() : ReplayProgressView.lines(progress);
    } catch (LabException e) {
      return List.of();
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
