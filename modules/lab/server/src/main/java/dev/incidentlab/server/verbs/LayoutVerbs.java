package dev.incidentlab.server.verbs;

import dev.incidentlab.api.LayoutAnswers.Optimization;
import dev.incidentlab.api.LayoutAnswers.Rewrite;
import dev.incidentlab.api.LayoutAnswers.Vacuuming;
import dev.incidentlab.delta.DeltaTable;
import dev.incidentlab.delta.OptimizePlan;
import dev.incidentlab.delta.OptimizeRequest;
import dev.incidentlab.delta.OptimizeResult;
import dev.incidentlab.delta.TableException;
import dev.incidentlab.delta.VacuumPlan;
import dev.incidentlab.delta.VacuumPlan.Doomed;
import dev.incidentlab.delta.VacuumPlan.Reason;
import dev.incidentlab.delta.VacuumRequest;
import dev.incidentlab.delta.VacuumResult;
import dev.incidentlab.drill.JournalEntry.Kind;
import dev.incidentlab.server.adapter.IngestPipeline;
import dev.incidentlab.server.adapter.Replays.UnderWay;
import dev.incidentlab.server.run.Platform;
import dev.incidentlab.server.run.RunState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code table optimize|vacuum}. */
final class LayoutVerbs {
  private static final int SHOWN_FILES = 10;

  private final RunState state;
  private final Supplier<Platform> platform;

  LayoutVerbs(RunState state, Supplier<Platform> platform) {
    this.state = state;
    this.platform = platform;
  }

  Optimization optimize(Arguments arguments, String who) {
    IngestPipeline pipeline = pipeline(arguments);
    OptimizeRequest request =
        new OptimizeRequest(
            arguments.bytes("targetSize", OptimizeRequest.DEFAULT_TARGET_BYTES),
            arguments.names("zorderBy"));
    DeltaTable table = table(pipeline, arguments);
    try {
      OptimizePlan plan = table.planOptimize(request);
      Optional<OptimizeResult> result =
          arguments.flag("dryRun") ? Optional.empty() : Optional.of(table.optimize(request));
      result
          .filter(done -> done.filesRemoved() > 0)
          .ifPresent(done -> journal(arguments, who, done));
      return answer(pipeline, request.clusteredBy(table.snapshot().schema()), plan, result);
    } catch (TableException e) {
      throw new IllegalArgumentException(arguments.verb() + ": " + e.getMessage(), e);
    }
  }

  private Optimization answer(
      IngestPipeline pipeline,
      List<String> clusteredBy,
      OptimizePlan plan,
      Optional<OptimizeResult> result) {
    List<Rewrite> rewrites =
        plan.rewrites().stream()
            .map(
                r ->
                    new Rewrite(
                        r.eventDate().toString(), r.files(), r.bytes(), r.rows(), r.newFiles()))
            .toList();
    String order =
        clusteredBy.isEmpty() ? "" : " ZORDER BY (%s)".formatted(String.join(", ", clusteredBy));
    return new Optimization(
        pipeline.table(),
        result.isEmpty(),
        result.map(OptimizeResult::version).orElse(plan.version()),
        result
            .map(OptimizeResult::filesRemoved)
            .orElseGet(() -> rewrites.stream().mapToInt(Rewrite::files).sum()),
        result
            .map(OptimizeResult::filesAdded)
            .orElseGet(() -> rewrites.stream().mapToInt(Rewrite::newFiles).sum()),
        result
            .map(OptimizeResult::bytesRemoved)
            .orElseGet(() -> rewrites.stream().mapToLong(Rewrite::bytes).sum()),
        result.map(OptimizeResult::bytesAdded).orElse(null),
        result
            .map(OptimizeResult::rows)
            .orElseGet(() -> rewrites.stream().mapToLong(Rewrite::rows).sum()),
        result.map(OptimizeResult::checksum).filter(sum -> !sum.isEmpty()).orElse(null),
        result.map(OptimizeResult::retries).orElse(0),
        clusteredBy,
        rewrites,
        sql(pipeline, "OPTIMIZE delta.`%s`" + order));
  }

  private void journal(Arguments arguments, String who, OptimizeResult done) {
    journal(
        arguments,
        who,
        "%s: %,d files became %,d in version %d; %,d rows, the same before and after (checksum %s)."
            .formatted(
                arguments.verb(),
                done.filesRemoved(),
                done.filesAdded(),
                done.version(),
                done.rows(),
                done.checksum()));
  }

  Vacuuming vacuum(Arguments arguments, String who) throws InterruptedException {
    IngestPipeline pipeline = pipeline(arguments);
    Duration retention = arguments.duration("retain").orElse(VacuumRequest.DEFAULT_RETENTION);
    VacuumRequest request = new VacuumRequest(retention, arguments.flag("orphansOnly"));
    DeltaTable table = table(pipeline, arguments);
    try {
      VacuumPlan plan = table.planVacuum(request);
      Optional<String> refusal = refusal(pipeline, plan);
      if (arguments.flag("dryRun")) {
        return answer(pipeline, retention, plan, plan.version(), true, refusal);
      }
      if (refusal.isPresent()) {
        throw new Refusal(arguments.verb() + ": " + refusal.get());
      }
      VacuumResult result = table.vacuum(request);
      if (result.deleted() > 0) {
        journal(
            arguments,
            who,
            "%s: deleted %,d files of %s that nothing named since %s."
                .formatted(
                    arguments.verb(), result.deleted(), pipeline.table(), result.plan().cutoff()));
      }
      return answer(pipeline, retention, result.plan(), result.version(), false, Optional.empty());
    } catch (TableException e) {
      throw new IllegalArgumentException(arguments.verb() + ": " + e.getMessage(), e);
    }
  }

  /**
   * What an open run still needs. Its grader reads the versions of the page, of the diagnosis, of
   * published slices, and between the page and now to find when rows became right; {@code sql --at}
   * and {@code table diff} take any. A bounded job's files are younger than the job.
   */
  private Optional<String> refusal(IngestPipeline pipeline, VacuumPlan plan)
      throws InterruptedException {
    long removed = plan.count(Reason.REMOVED);
    if (removed > 0) {
      return Optional.of(
          "%,d files of %s are named by versions before %d, which this run needs until it ends: its verdict compares versions from the page on, and sql --at and table diff read any; give a longer --retain, or --orphans-only"
              .formatted(removed, pipeline.table(), plan.oldestWhole()));
    }
    return platform
        .get()
        .replays()
        .underWay()
        .filter(work -> !plan.files().isEmpty() && work.since().isBefore(plan.cutoff()))
        .map(UnderWay::name)
        .map(
            name ->
                "%s is under way and has files that no version names yet; let it end, or give a --retain that reaches back before it began"
                    .formatted(name));
  }

  private Vacuuming answer(
      IngestPipeline pipeline,
      Duration retention,
      VacuumPlan plan,
      long version,
      boolean dryRun,
      Optional<String> refusal) {
    return new Vacuuming(
        pipeline.table(),
        dryRun,
        version,
        plan.cutoff().toString(),
        plan.oldestWhole(),
        plan.count(Reason.REMOVED),
        plan.count(Reason.ORPHANED),
        plan.count(Reason.STAGED),
        plan.count(Reason.LOG),
        plan.stagedAhead(),
        plan.bytes(),
        refusal.orElse(null),
        plan.files().stream().limit(SHOWN_FILES).map(Doomed::path).toList(),
        sql(
            pipeline,
            "VACUUM delta.`%s`"
                + " RETAIN %d HOURS%s".formatted(retention.toHours(), dryRun ? " DRY RUN" : "")));
  }

  private void journal(Arguments arguments, String who, String text) {
    state
        .journal()
        .write(
            who,
            Kind.VERB,
            text,
            Map.of("verb", arguments.verb(), "arguments", arguments.values()));
  }

  private DeltaTable table(IngestPipeline pipeline, Arguments arguments) {
    return platform.get().tables().table(pipeline).as(arguments.verb());
  }

  private static IngestPipeline pipeline(Arguments arguments) {
    return IngestPipeline.of(arguments.required("table"));
  }

  private String sql(IngestPipeline pipeline, String statement) {
    return "spark-sql -e '%s'"
        .formatted(
            statement.formatted(platform.get().tables().directory(pipeline).toAbsolutePath()));
  }
}
