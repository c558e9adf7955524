package dev.incidentlab.api;

import java.util.List;

/** About replays. */
public final class ReplayAnswers {
  private ReplayAnswers() {}

  /**
   * What a replay would read.
   *
   * @param ranges offsets by partition
   * @param records in those ranges
   * @param rowsPresent rows that the table has from those offsets
   */
  public record ReplayPlan(
      String table,
      String from,
      String to,
      String mode,
      List<ReplayRange> ranges,
      long records,
      long rowsPresent,
      String ordinaryTool)
      implements Answer {}

  /** {@code [from, to)} of a partition. */
  public record ReplayRange(int partition, long from, long to) {}

  /** What a replay did; see the counts' invariant in the proof line. */
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
      String ordinaryTool)
      implements Answer {}
}
