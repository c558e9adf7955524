package dev.incidentlab.cli;

import dev.incidentlab.api.LabClient;
import dev.incidentlab.api.LabException;
import dev.incidentlab.api.StatusAnswers.Lag;
import dev.incidentlab.api.StatusAnswers.PartitionLag;
import dev.incidentlab.api.Verb;
import dev.incidentlab.cli.Syntax.Action;
import dev.incidentlab.cli.drill.ServerProcess;
import dev.incidentlab.cli.view.LagView;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Where ingest is; on request once it has everything that was in the topics when it was asked. */
final class LagAction implements Action {
  static final String WAIT = "wait";

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Ingest commits every second or so; if nothing moves for this long, it does not run. */
  private static final Duration STILL = Duration.ofSeconds(45);

  private static final int CONFLICT = 409;

  @Override
  public int run(Call call) {
    LabClient client = call.client(PATIENCE);
    if (call.arguments().has(WAIT)) {
      await(client);
    }
    byte[] body = client.ask(Verb.LAG, Map.of());
    if (call.caller().json()) {
      call.terminal().raw(body);
    } else {
      VerbAction.show(client.read(body, Lag.class), LagView::lines, call.terminal());
    }
    return VerbAction.PASS;
  }

  private static void await(LabClient client) {
    Lag lag = lag(client);
    Map<String, Long> wanted = by(lag, PartitionLag::end);
    long missing = missing(lag, wanted);
    long moved = System.nanoTime();
    while (missing > 0) {
      if (System.nanoTime() - moved > STILL.toNanos()) {
        throw new LabException(
            CONFLICT,
            "lag --wait: %,d records are missing and nothing has come for %d s; `./lab job status` says why"
                .formatted(missing, STILL.toSeconds()));
      }
      ServerProcess.pause();
      long now = missing(lag(client), wanted);
      if (now < missing) {
        missing = now;
        moved = System.nanoTime();
      }
    }
  }

  private static Lag lag(LabClient client) {
    return client.use(Verb.LAG, Map.of(), Lag.class);
  }

  private static long missing(Lag lag, Map<String, Long> wanted) {
    Map<String, Long> positions = by(lag, PartitionLag::table);
    return wanted.entrySet().stream()
        .mapToLong(w -> Math.max(0, w.getValue() - positions.getOrDefault(w.getKey(), 0L)))
        .sum();
  }

  private static Map<String, Long> by(Lag lag, Function<PartitionLag, Long> figure) {
    return lag.partitions().stream()
        .collect(Collectors.toMap(p -> p.topic() + "-" + p.partition(), figure));
  }
}
