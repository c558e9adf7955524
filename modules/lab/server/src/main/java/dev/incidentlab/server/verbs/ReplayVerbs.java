package dev.incidentlab.server.verbs;

import dev.incidentlab.api.ReplayAnswers.Replay;
import dev.incidentlab.api.ReplayAnswers.ReplayPlan;
import dev.incidentlab.api.ReplayAnswers.ReplayProgress;
import dev.incidentlab.api.ReplayAnswers.ReplayRange;
import dev.incidentlab.delta.UpsertRequest.Mode;
import dev.incidentlab.drill.JournalEntry.Kind;
import dev.incidentlab.ingest.ReplayReport;
import dev.incidentlab.ingest.flags.IngestFlags;
import dev.incidentlab.server.adapter.IngestPipeline;
import dev.incidentlab.server.adapter.Replays.Window;
import dev.incidentlab.server.past.Given;
import dev.incidentlab.server.run.Platform;
import dev.incidentlab.server.run.RunState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code replay plan|run}. */
final class ReplayVerbs {
  private final RunState state;
  private final Supplier<Platform> platform;

  ReplayVerbs(RunState state, Supplier<Platform> platform) {
    this.state = state;
    this.platform = platform;
  }

  /** Decodes the range and compares, but for {@code quick}. */
  ReplayPlan plan(Arguments arguments, String who) {
    ReplayPlan counted = counted(arguments);
    return arguments.flag("quick")
        ? counted
        : platform
            .get()
            .replays()
            .withChange(
                pipeline(arguments),
                counted,
                mode(arguments),
                platform.get().flags().readAll().get(IngestFlags.DECODER).defaultVariant());
  }

  ReplayProgress progress(Arguments arguments, String who) throws InterruptedException {
    return platform.get().replays().progress();
  }

  private ReplayPlan counted(Arguments arguments) {
    return platform.get().replays().plan(pipeline(arguments), window(arguments), mode(arguments));
  }

  Replay run(Arguments arguments, String who) throws InterruptedException {
    ReplayPlan plan = counted(arguments);
    String id = Given.REPLAY + state.nextReplay();
    long began = System.nanoTime();
    ReplayReport report =
        Operations.carriedOut(
            state,
            who,
            "replay run: " + id,
            id,
            plan.table(),
            () -> platform.get().replays().run(id, pipeline(arguments), plan, mode(arguments)));
    double seconds = (System.nanoTime() - began) / 1e9;
    state
        .journal()
        .write(
            who,
            Kind.VERB,
            "replay run: %s read %,d records: %,d inserted, %,d updated, %,d unchanged%s."
                .formatted(
                    id,
                    report.records(),
                    report.inserted(),
                    report.updated(),
                    report.unchanged(),
                    report.removed() == 0 ? "" : "; %,d removed".formatted(report.removed())),
            Map.of(
                "verb",
                "replay run",
                "arguments",
                arguments.values(),
                Given.ENDED,
                id,
                "table",
                plan.table(),
                "ranges",
                plan.ranges().stream()
                    .collect(
                        Collectors.toMap(
                            range -> Integer.toString(range.partition()), ReplayVerbs::span))));
    return new Replay(
        id,
        plan,
        report.records(),
        report.inserted(),
        report.updated(),
        report.unchanged(),
        report.duplicates(),
        report.deadLettered(),
        report.filesRewritten(),
        report.filesAdded(),
        report.version(),
        seconds,
        report.removed(),
        "flink run -c dev.incidentlab.ingest.ReplayJob ingest.jar --mode %s …"
            .formatted(plan.mode()));
  }

  private static List<Long> span(ReplayRange range) {
    return List.of(range.from(), range.to());
  }

  private static IngestPipeline pipeline(Arguments arguments) {
    return IngestPipeline.of(arguments.text("table").orElse(null));
  }

  private static Mode mode(Arguments arguments) {
    return arguments.choice("mode", Mode.class, Mode.UPSERT);
  }

  private Window window(Arguments arguments) {
    Instant now = state.clock().now();
    Optional<Duration> last = arguments.duration("byDuration");
    Optional<Instant> from = arguments.storyTime("from", now);
    Optional<Instant> to = arguments.storyTime("to", now);
    Map<Integer, Long> offsets = offsets(arguments);
    long begins =
        Stream.of(last.isPresent(), from.isPresent(), !offsets.isEmpty()).filter(b -> b).count();
    if (begins != 1) {
      throw new IllegalArgumentException(
          "replay: give one of --from HH:MM, --to-earliest and --from-offsets FILE, each with"
              + " --to HH:MM or without, or --by-duration 2h");
    }
    if (last.isPresent() && to.isPresent()) {
      throw new IllegalArgumentException(
          "replay: --to does not go with --by-duration, which ends where ingest is; leave it out");
    }
    Instant begin =
        offsets.isEmpty()
            ? from.orElseGet(() -> now.minus(last.orElseThrow()))
            : platform.get().replays().firstTime(pipeline(arguments), offsets);
    return new Window(begin, offsets, to.orElse(now), to.isEmpty());
  }

  private Map<Integer, Long> offsets(Arguments arguments) {
    Map<Integer, Long> offsets = arguments.offsets("fromOffsets");
    if (!arguments.flag("toEarliest")) {
      return offsets;
    }
    if (!offsets.isEmpty()) {
      throw new IllegalArgumentException(
          "replay: --to-earliest and --from-offsets both say where to begin; choose one");
    }
    return platform.get().topics().beginningOffsets(pipeline(arguments));
  }
}
