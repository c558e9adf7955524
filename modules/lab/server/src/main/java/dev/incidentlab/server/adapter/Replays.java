package dev.incidentlab.server.adapter;

import dev.incidentlab.api.ReplayAnswers.ReplayChange;
import dev.incidentlab.api.ReplayAnswers.ReplayPlan;
import dev.incidentlab.api.ReplayAnswers.ReplayProgress;
import dev.incidentlab.api.ReplayAnswers.ReplayRange;
import dev.incidentlab.delta.OffsetRange;
import dev.incidentlab.delta.Replaced;
import dev.incidentlab.delta.TableException;
import dev.incidentlab.delta.UpsertPlan;
import dev.incidentlab.delta.UpsertRequest.Mode;
import dev.incidentlab.ingest.Offsets;
import dev.incidentlab.ingest.ReplayPreview;
import dev.incidentlab.ingest.ReplayPreview.Preview;
import dev.incidentlab.ingest.ReplayReport;
import dev.incidentlab.ingest.flags.IngestFlags.DecoderKind;
import dev.incidentlab.server.adapter.TopicRecords.From;
import dev.incidentlab.warehouse.Warehouse;
import dev.incidentlab.warehouse.lineage.TablePipeline.Way;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Bounded replays: which offsets a window of story time means, and running them as a Flink job. */
public final class Replays {
  private static final String MAIN_CLASS = "dev.incidentlab.ingest.ReplayJob";

  /** Counters of the job's operator that decodes: every record is in one of them. */
  private static final List<String> DECODED =
      List.of("decode.recordsDecoded", "decode.recordsDeadLettered");

  private final KafkaTopics topics;
  private final Tables tables;
  private final IngestJobs jobs;
  private final FlinkRest flink;
  private final Warehouse warehouse;
  private final LineageFeed lineage;
  private volatile Running running;
  private volatile Instant comparingSince;

  /**
   * The replay that runs.
   *
   * @param jobId null until it is submitted
   * @param began on {@link System#nanoTime}
   */
  private record Running(String replayId, String jobId, long records, long began) {}

  /**
   * Work that stages files of a table outside of ingest.
   *
   * @param name for people
   */
  public record UnderWay(String name, Instant since) {}

  public Replays(
      KafkaTopics topics,
      Tables tables,
      IngestJobs jobs,
      FlinkRest flink,
      Warehouse warehouse,
      LineageFeed lineage) {
    this.topics = topics;
    this.tables = tables;
    this.jobs = jobs;
    this.flink = flink;
    this.warehouse = warehouse;
    this.lineage = lineage;
  }

  /**
   * A window of record time and how to apply it.
   *
   * @param offsets where to begin by partition, instead of at {@code from}, which then is only for
   *     display; other partitions are left out. Empty to begin at {@code from}
   * @param toPosition the end is wherever ingest has come, and {@code to} is only for display
   */
  public record Window(Instant from, Map<Integer, Long> offsets, Instant to, boolean toPosition) {}

  /**
   * What a replay would read.
   *
   * @throws IllegalArgumentException if the window is reversed, empty, outside the topic or beyond
   *     ingest's position
   */
  public ReplayPlan plan(IngestPipeline pipeline, Window window, Mode mode) {
    Map<Integer, OffsetRange> ranges = ranges(pipeline, window);
    long records = ranges.values().stream().mapToLong(r -> r.to() - r.from()).sum();
    long present = 0;
    List<ReplayRange> answer = new ArrayList<>();
    for (Map.Entry<Integer, OffsetRange> range : ranges.entrySet()) {
      long from = range.getValue().from();
      long to = range.getValue().to();
      answer.add(new ReplayRange(range.getKey(), from, to));
      present += warehouse.rowsFrom(tables.table(pipeline), range.getKey(), from, to);
    }
    return new ReplayPlan(
        pipeline.table(),
        window.from().toString(),
        window.to().toString(),
        mode.name().toLowerCase(Locale.ROOT).replace('_', '-'),
        mode == Mode.REPLACE ? replacesFrom(pipeline, window).orElse(null) : null,
        answer,
        records,
        present,
        null,
        topics.tool(
            "kafka-get-offsets",
            "--topic %s --time %d"
                .formatted(topics.access().named(pipeline.topic()), window.from().toEpochMilli())));
  }

  /**
   * The plan with what it would change, found by decoding its records and comparing them with the
   * table. One at a time: each keeps a processor busy, which others on call need, too.
   *
   * @param decoder variant of the decoder's flag
   */
  public synchronized ReplayPlan withChange(
      IngestPipeline pipeline, ReplayPlan plan, Mode mode, String decoder) {
    long began = System.nanoTime();
    Preview preview = compare(pipeline, plan, mode, decoder);
    Map<String, Long> unreadable = new TreeMap<>();
    preview.unreadable().forEach((reason, count) -> unreadable.put(reason.name(), count));
    UpsertPlan rows = preview.plan();
    ReplayChange change =
        new ReplayChange(
            decoder,
            preview.records(),
            rows.inserted(),
            rows.updated(),
            rows.unchanged(),
            rows.duplicatesInSource(),
            unreadable,
            rows.filesScanned(),
            rows.filesRewritten(),
            rows.version(),
            seconds(began),
            rows.removed());
    return new ReplayPlan(
        plan.table(),
        plan.from(),
        plan.to(),
        plan.mode(),
        plan.replacesFrom(),
        plan.ranges(),
        plan.records(),
        plan.rowsPresent(),
        change,
        plan.ordinaryTool());
  }

  private Preview compare(IngestPipeline pipeline, ReplayPlan plan, Mode mode, String decoder) {
    comparingSince = Instant.now();
    try {
      Map<Integer, OffsetRange> ranges = ranges(plan);
      Optional<Instant> since = Optional.ofNullable(plan.replacesFrom()).map(Instant::parse);
      return ReplayPreview.of(
          jobs.options(pipeline),
          ranges,
          mode,
          Replaced.by(mode, ranges, since),
          DecoderKind.of(decoder));
    } catch (TableException e) {
      throw new IllegalArgumentException("replay plan: " + e.getMessage(), e);
    } finally {
      comparingSince = null;
    }
  }

  /** The longest-running replay, redrive or plan of one; also of a server before this one. */
  public Optional<UnderWay> underWay() throws InterruptedException {
    Instant comparing = comparingSince;
    Stream<UnderWay> plans =
        comparing == null ? Stream.empty() : Stream.of(new UnderWay("a replay's plan", comparing));
    Stream<UnderWay> bounded =
        flink.jobs().stream()
            .filter(job -> !job.ended())
            .filter(
                job -> IngestPipeline.ALL.stream().noneMatch(p -> p.jobName().equals(job.name())))
            .map(job -> new UnderWay(job.name(), job.started()));
    return Stream.concat(plans, bounded).min(Comparator.comparing(UnderWay::since));
  }

  /** How far the replay is that runs now. */
  public ReplayProgress progress() throws InterruptedException {
    Running now = running;
    if (now == null) {
      return new ReplayProgress(null, null, 0, null, 0, "");
    }
    String jobId = now.jobId();
    return new ReplayProgress(
        now.replayId(),
        jobId == null ? null : flink.state(jobId).orElse(null),
        now.records(),
        jobId == null ? null : read(jobId, now.records()),
        seconds(now.began()),
        jobId == null ? "" : flink.page(jobId));
  }

  /** What counters last said, a second ago or so; they stop with the task that has them. */
  private Long read(String jobId, long records) throws InterruptedException {
    if (flink.hasReadAll(jobId)) {
      return records;
    }
    OptionalLong counted = flink.sum(jobId, DECODED);
    return counted.isPresent() ? (Long) counted.getAsLong() : null;
  }

  private static double seconds(long began) {
    return (System.nanoTime() - began) / 1e9;
  }

  private static Map<Integer, OffsetRange> ranges(ReplayPlan plan) {
    Map<Integer, OffsetRange> ranges = new TreeMap<>();
    plan.ranges().forEach(r -> ranges.put(r.partition(), new OffsetRange(r.from(), r.to())));
    return ranges;
  }

  /** Runs a replay to its end and returns what it did. */
  public ReplayReport run(String replayId, IngestPipeline pipeline, ReplayPlan plan, Mode mode)
      throws InterruptedException {
    running = new Running(replayId, null, plan.records(), System.nanoTime());
    try {
      return runJob(replayId, pipeline, plan, mode);
    } finally {
      running = null;
    }
  }

  private ReplayReport runJob(String replayId, IngestPipeline pipeline, ReplayPlan plan, Mode mode)
      throws InterruptedException {
    List<String> arguments = new ArrayList<>(jobs.options(pipeline).toArguments());
    arguments.addAll(
        List.of(
            "--replay-id", replayId,
            "--offsets", Offsets.formatRanges(ranges(plan)),
            "--mode", mode.name()));
    if (plan.replacesFrom() != null) {
      arguments.addAll(List.of("--replaced-since", plan.replacesFrom()));
    }
    String jobId = flink.run(jobs.jarId(), MAIN_CLASS, arguments, null);
    running = new Running(replayId, jobId, plan.records(), running.began());
    return lineage.bounded(pipeline, Way.REPLAY, jobId, () -> await(jobId, replayId, pipeline));
  }

  private ReplayReport await(String jobId, String replayId, IngestPipeline pipeline)
      throws InterruptedException {
    flink.awaitFinished(jobId, "replay " + replayId, "nothing of it is in the table");
    try {
      return ReplayReport.read(tables.directory(pipeline), replayId)
          .orElseThrow(
              () -> new IllegalStateException("replay %s left no report".formatted(replayId)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the report of replay " + replayId, e);
    }
  }

  /**
   * The time of the earliest of the records at these offsets.
   *
   * @throws IllegalArgumentException if one of them is not in the topic, or ingest has not passed
   *     it
   */
  public Instant firstTime(IngestPipeline pipeline, Map<Integer, Long> offsets) {
    Map<Integer, Long> beginnings = topics.beginningOffsets(pipeline);
    Map<Integer, Long> positions = tables.positions(pipeline);
    offsets.forEach(
        (partition, offset) -> {
          if (!positions.containsKey(partition)) {
            throw new IllegalArgumentException(
                "replay: %s has no partition %d; it has %s; leave it out"
                    .formatted(pipeline.topic(), partition, positions.keySet()));
          }
          if (offset < beginnings.get(partition) || offset > positions.get(partition)) {
            throw new IllegalArgumentException(
                "replay: offset %,d of partition %d of %s is outside of %,d to %,d, from its first record to ingest's position; give one of these"
                    .formatted(
                        offset,
                        partition,
                        pipeline.topic(),
                        beginnings.get(partition),
                        positions.get(partition)));
          }
        });
    return timeAt(pipeline, offsets)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "replay: %s has no record from these offsets on; give earlier ones"
                        .formatted(pipeline.topic())));
  }

  /** The time of the earliest of the records from these offsets on; empty if there is none. */
  private Optional<Instant> timeAt(IngestPipeline pipeline, Map<Integer, Long> offsets) {
    return new TopicRecords(topics.clientProperties())
            .read(
                topics.access().named(pipeline.topic()),
                new From(OptionalInt.empty(), offsets, Optional.empty()),
                1)
            .records()
            .stream()
            .map(record -> Instant.ofEpochMilli(record.timestamp()))
            .findFirst();
  }

  /**
   * A time before which every event of a record before the window is; empty if there is none before
   * it. What a topic no longer has counts as before it.
   */
  private Optional<String> replacesFrom(IngestPipeline pipeline, Window window) {
    Map<Integer, Long> begins =
        window.offsets().isEmpty() ? topics.offsetsAt(pipeline, window.from()) : window.offsets();
    for (int partition : tables.positions(pipeline).keySet()) {
      if (!begins.containsKey(partition)) {
        throw new IllegalArgumentException(
            "replay --replace: no offset of partition %d of %s is given; a decoder may have put its records' values at offsets of the others, and what is not read again would go; give one for each partition"
                .formatted(partition, pipeline.topic()));
      }
    }
    if (begins.values().stream().allMatch(begin -> begin == 0)) {
      return Optional.empty();
    }
    if (window.offsets().isEmpty()) {
      return Optional.of(window.from().toString());
    }
    Instant newest = topics.newestTimestamp(pipeline);
    return begins.entrySet().stream()
        .filter(begin -> begin.getValue() > 0)
        .map(begin -> timeAt(pipeline, Map.of(begin.getKey(), begin.getValue())).orElse(newest))
        .max(Comparator.naturalOrder())
        // Events have microseconds, of which their records' times have the milliseconds.
        .map(at -> at.plusMillis(1).toString());
  }

  private Map<Integer, OffsetRange> ranges(IngestPipeline pipeline, Window window) {
    if (!window.from().isBefore(window.to())) {
      throw new IllegalArgumentException(
          "replay: --from %s is not before --to %s; swap them"
              .formatted(time(window.from()), time(window.to())));
    }
    Map<Integer, Long> positions = tables.positions(pipeline);
    refuseOutsideTopic(pipeline, window);
    Map<Integer, Long> from =
        window.offsets().isEmpty() ? topics.offsetsAt(pipeline, window.from()) : window.offsets();
    Map<Integer, Long> to =
        window.toPosition() ? positions : topics.offsetsAt(pipeline, window.to());
    Map<Integer, OffsetRange> ranges = new TreeMap<>();
    to.forEach(
        (partition, end) -> {
          long begin = from.getOrDefault(partition, end);
          if (end > positions.get(partition)) {
            throw new IllegalArgumentException(
                "replay: --to %s means offset %,d of partition %d, beyond ingest's position %,d; let"
                        .formatted(time(window.to()), end, partition, positions.get(partition))
                    + " ingest come past it (`lag --wait`) or give an earlier --to");
          }
          if (begin < end) {
            ranges.put(partition, new OffsetRange(begin, end));
          }
        });
    if (ranges.isEmpty()) {
      throw new IllegalArgumentException(
          "replay: %s has no record from %s to %s; widen the window"
              .formatted(pipeline.topic(), time(window.from()), time(window.to())));
    }
    return ranges;
  }

  private void refuseOutsideTopic(IngestPipeline pipeline, Window window) {
    Instant newest = topics.newestTimestamp(pipeline);
    if (window.from().isAfter(newest)) {
      throw new IllegalArgumentException(
          "replay: --from %s is after the last record of %s (%s); give an earlier one"
              .formatted(time(window.from()), pipeline.topic(), time(newest)));
    }
    if (!window.toPosition() && window.to().isAfter(newest)) {
      throw new IllegalArgumentException(
          "replay: --to %s is after the last record of %s (%s); leave --to out to end where ingest is"
              .formatted(time(window.to()), pipeline.topic(), time(newest)));
    }
    Map<Integer, Long> beginnings = topics.beginningOffsets(pipeline);
    Instant oldest = topics.oldestTimestamp(pipeline);
    // The first record lies somewhere within its second; the second as typed is meant.
    if (window.from().isBefore(oldest.truncatedTo(ChronoUnit.SECONDS))) {
      throw new IllegalArgumentException(
          "replay: --from %s is before the topic's first record (%s, partition 0 offset %d); use --from %s"
              .formatted(time(window.from()), time(oldest), beginnings.get(0), time(oldest)));
    }
  }

  private static String time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString().substring(11, 19);
  }
}
