package dev.incidentlab.api;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What topics and tables hold, and how they came to. */
public final class TableAnswers {
  private TableAnswers() {}

  /**
   * Records of a topic, in order of time across partitions.
   *
   * @param next where each partition goes on, {@code 0=12,1=9}; null if these were the last
   */
  public record Records(
      String topic, List<TopicRecord> records, @Nullable String next, String ordinaryTool)
      implements Answer {}

  /**
   * One record of a topic.
   *
   * @param time its timestamp, an ISO-8601 instant
   * @param key as text, or as hex if it is none; null if it has none
   * @param schemaId the id in the value's frame, null if it has no frame
   * @param format how {@code value} is written: avro or json (both one line of JSON) or hex
   * @param value null if the record has none
   * @param reason why the value is not decoded, null if it is
   */
  public record TopicRecord(
      int partition,
      long offset,
      String time,
      @Nullable String key,
      @Nullable Integer schemaId,
      String format,
      @Nullable String value,
      @Nullable String reason) {}

  /**
   * Versions of a table, newest first.
   *
   * @param earlier versions before these, which were left out
   */
  public record History(String table, List<Version> versions, long earlier, String ordinaryTool)
      implements Answer {}

  /**
   * What one version of a table did.
   *
   * @param committedAt wall time
   * @param story story time of the commit
   * @param operation as Delta names it
   * @param job the job or replay that made it; null if it did not say
   * @param newestEvent latest event time among rows that came in; null if there are none
   * @param positions next offset by topic partition, of those that the commit moved
   */
  public record Version(
      long version,
      String committedAt,
      String story,
      String operation,
      @Nullable String job,
      int filesAdded,
      int filesRemoved,
      long inserted,
      long updated,
      long removed,
      @Nullable String newestEvent,
      Map<String, Long> positions) {}

  /**
   * Data files of a version.
   *
   * @param total how many there are
   * @param files the newest of them by event time
   * @param rows in all files
   * @param bytes of all files
   */
  public record Files(
      String table,
      long version,
      int total,
      long rows,
      long bytes,
      List<DataFileView> files,
      String ordinaryTool)
      implements Answer {}

  /**
   * One data file.
   *
   * @param path within the table
   * @param minEventTime null if its writer left out statistics
   * @param maxEventTime null if its writer left out statistics
   */
  public record DataFileView(
      String path,
      String eventDate,
      long rows,
      long bytes,
      @Nullable String minEventTime,
      @Nullable String maxEventTime) {}

  /** What lies between two versions of a table, by key. */
  public record Differences(
      String table,
      long from,
      long to,
      long added,
      long removed,
      long changed,
      List<RowDifference> examples,
      String ordinaryTool)
      implements Answer {}

  /**
   * One row.
   *
   * @param kind added, removed or changed
   * @param before values by column; of a changed row only what changed
   * @param after values by column; of a changed row only what changed
   */
  public record RowDifference(
      String kind,
      String key,
      Map<String, @Nullable String> before,
      Map<String, @Nullable String> after) {}

  /**
   * Rows that a query gave.
   *
   * @param versions of the tables that it could see
   * @param rows values as DuckDB writes them; long ones are cut
   * @param more whether there are more rows
   */
  public record Rows(
      Map<String, Long> versions,
      List<String> columns,
      List<List<@Nullable String>> rows,
      boolean more,
      String ordinaryTool)
      implements Answer {}
}
