package dev.incidentlab.api;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** About replays. */
public final class ReplayAnswers {
  private ReplayAnswers() {}

  /**
   * What a replay would read.
   *
   * @param replacesFrom in mode replace, the time that events of rows that go must not be before:
   *     the records of earlier ones may be before the ranges; null in other modes, and if no record
   *     is
   * @param ranges offsets by partition
   * @param records in those ranges
   * @param rowsPresent rows that the table has from those offsets
   * @param change what would become of them; null if that was not worked out
   */
  public record ReplayPlan(
      String table,
      String from,
      String to,
      String mode,
      @Nullable String replacesFrom,
      List<ReplayRange> ranges,
      long records,
      long rowsPresent,
      @Nullable ReplayChange change,
      String ordinaryTool)
      implements Answer {}

  /** {@code [from, to)} of a partition. */
  public record ReplayRange(int partition, long from, long to) {}

  /**
   * What a replay would change now, found by decoding the range and comparing with the table:
   * {@code read = inserted + updated + unchanged + duplicates + unreadable}.
   *
   * @param decoder the variant of the flag that says how records are decoded
   * @param inserted rows that the table lacks
   * @param updated rows that the table has with other values
   * @param unreadable records that the decoder cannot read, by reason
   * @param filesOverlapping files of the table that may hold rows of these records
   * @param filesRewritten those of them that would be written anew
   * @param version the table's version that this holds for
   * @param seconds wall time that it took
   * @param removed rows that would go, in mode replace: the table has them from these offsets, and
   *     nothing there makes them
   */
  public record ReplayChange(
      String decoder,
      long read,
      long inserted,
      long updated,
      long unchanged,
      long duplicates,
      Map<String, Long> unreadable,
      long filesOverlapping,
      long filesRewritten,
      long version,
      double seconds,
      long removed) {}

  /**
   * How far the replay is that runs now, as Flink tells it.
   *
   * @param replayId null if none runs
   * @param jobState Flink's word; null until the job is submitted
   * @param records that it has to read
   * @param read records that it has read, or null while Flink does not say
   * @param seconds wall time since it began
   */
  public record ReplayProgress(
      @Nullable String replayId,
      @Nullable String jobState,
      long records,
      @Nullable Long read,
      double seconds,
      String ordinaryTool)
      implements Answer {}

  /**
   * What a replay did; see the counts' invariant in the proof line.
   *
   * @param removed rows of the table that went, in mode replace
   */
  public record Replay(
      String replayId,
      ReplayPlan plan,
      long records,
      long inserted,
      long updated,
      long unchanged,
      long duplicates,
      long deadLettered,
      long filesRewritten,
      long filesAdded,
      long version,
      double seconds,
      long removed,
      String ordinaryTool)
      implements Answer {}
}
