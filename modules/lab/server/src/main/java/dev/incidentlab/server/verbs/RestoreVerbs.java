package dev.incidentlab.server.verbs;

import dev.incidentlab.api.Answers.Done;
import dev.incidentlab.delta.DeltaTable;
import dev.incidentlab.delta.RestoreResult;
import dev.incidentlab.delta.TableCommit;
import dev.incidentlab.delta.TableException;
import dev.incidentlab.ingest.Offsets;
import dev.incidentlab.server.adapter.FlinkRest.FlinkJob;
import dev.incidentlab.server.adapter.IngestPipeline;
import dev.incidentlab.server.adapter.Tables;
import dev.incidentlab.server.run.Platform;
import dev.incidentlab.server.run.RunState;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code table restore}. */
final class RestoreVerbs {
  private final RunState state;
  private final Supplier<Platform> platform;

  RestoreVerbs(RunState state, Supplier<Platform> platform) {
    this.state = state;
    this.platform = platform;
  }

  Done restore(Arguments arguments, String who) throws InterruptedException {
    IngestPipeline pipeline = IngestPipeline.of(arguments.required("table"));
    requireNobodyWrites(arguments, pipeline);
    Tables tables = platform.get().tables();
    try {
      long version = version(arguments, tables.table(pipeline));
      RestoreResult done = tables.table(pipeline).as(arguments.verb()).restore(version);
      return new Done(
          "%s is in version %d what it was in version %d: %,d files came back, %,d are out, %,d rows. Its offsets went back with it, and checkpoints of its job did not: `./lab job start %s --from earliest` takes in what came since."
              .formatted(
                  pipeline.table(),
                  done.version(),
                  version,
                  done.filesRestored(),
                  done.filesRemoved(),
                  done.rows(),
                  pipeline.table()),
          Map.of(
              "version", Long.toString(done.version()),
              "restored", Long.toString(version),
              "rows", Long.toString(done.rows()),
              "positions", Offsets.format(tables.positions(pipeline))),
          "spark-sql -e 'RESTORE TABLE delta.`%s` TO VERSION AS OF %d'"
              .formatted(tables.directory(pipeline).toAbsolutePath(), version));
    } catch (TableException e) {
      throw new IllegalArgumentException(arguments.verb() + ": " + e.getMessage(), e);
    }
  }

  private long version(Arguments arguments, DeltaTable table) {
    Instant today = state.scenario().clock().history();
    Optional<Instant> before = arguments.storyTime("before", today);
    if (before.isPresent() == arguments.text("version").isPresent()) {
      throw new IllegalArgumentException(
          "%s: needs one of version and before; give the one".formatted(arguments.verb()));
    }
    return before.isPresent()
        ? lastBefore(arguments, table, before.get())
        : arguments.offset("version");
  }

  /**
   * While the story is brought to its page, things happen before the clock steps to the instant by
   * which they have: a version of that instant itself may be of either side.
   */
  private long lastBefore(Arguments arguments, DeltaTable table, Instant before) {
    return table.history().stream()
        .filter(commit -> state.clock().at(commit.committedAt()).isBefore(before))
        .mapToLong(TableCommit::version)
        .max()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s: before is %s, and no version was there before that; table history has them"
                        .formatted(arguments.verb(), before)));
  }

  /** A job that runs would commit from where it is, and what lies before that would be lost. */
  private void requireNobodyWrites(Arguments arguments, IngestPipeline pipeline)
      throws InterruptedException {
    Optional<FlinkJob> job = platform.get().jobs().job(pipeline).filter(j -> !j.ended());
    if (job.isPresent()) {
      throw new Refusal(
          "%s: %s is %s and would go on from offsets that the table no longer is at; `./lab job stop %s` first"
              .formatted(
                  arguments.verb(), pipeline.jobName(), job.get().state(), pipeline.table()));
    }
    platform
        .get()
        .replays()
        .underWay()
        .ifPresent(
            work -> {
              throw new Refusal(
                  "%s: %s is under way; let it end".formatted(arguments.verb(), work.name()));
            });
  }
}
