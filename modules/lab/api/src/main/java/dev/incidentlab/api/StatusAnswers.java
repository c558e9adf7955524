package dev.incidentlab.api;

import dev.incidentlab.api.Answers.Phase;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How things stand. */
public final class StatusAnswers {
  private StatusAnswers() {}

  /**
   * @param story what the person on the drill is told
   * @param phase where the run is
   * @param storyNow what time it is in the story
   * @param pace story seconds per wall second; 0 while held
   * @param deadline as people have last set it
   * @param messages what was written to the person on the drill
   */
  public record Status(
      String run,
      String scenario,
      String title,
      String story,
      Phase phase,
      String storyNow,
      double pace,
      String page,
      String deadline,
      List<Job> jobs,
      List<TableView> tables,
      Dashboard dashboard,
      List<DownstreamAnswers.ModelView> models,
      List<AlertView> alerts,
      List<MessageView> messages,
      List<FlagView> flags,
      List<ComponentView> components,
      String ordinaryTool)
      implements Answer {}

  /**
   * @param newestEvent newest event time in the table, null while it is empty
   * @param eventFreshnessSeconds story time since then
   * @param commitFreshnessSeconds wall time since the last commit
   * @param behind records published and not yet passed by the table's position
   * @param unresolvedLetters dead letters that stand for their records
   */
  public record TableView(
      String name,
      long version,
      long rows,
      @Nullable String newestEvent,
      @Nullable Long eventFreshnessSeconds,
      Long commitFreshnessSeconds,
      long behind,
      long unresolvedLetters) {}

  /**
   * What somebody wrote to the person on the drill.
   *
   * @param id by which {@code say --to} answers it
   * @param at story time
   * @param options what may be answered; empty if no answer is waited for
   * @param answered whether it was
   */
  public record MessageView(
      String id, String at, String from, String text, List<String> options, boolean answered) {}

  /**
   * What the executives see.
   *
   * @param tiles newest hourly slices, newest first; empty means blank
   */
  public record Dashboard(String name, List<Tile> tiles) {}

  /**
   * One hourly slice.
   *
   * @param spend in currency units
   */
  public record Tile(String hour, long impressions, long clicks, long conversions, double spend) {}

  /** One component of the stack. */
  public record ComponentView(
      String name, boolean alive, long pid, String address, long residentMegabytes, String log) {}

  /** All alerts so far. */
  public record Alerts(List<AlertView> alerts, String ordinaryTool) implements Answer {}

  /** One alert; {@code state} is firing, silenced, acknowledged or resolved. */
  public record AlertView(
      int id,
      String name,
      String severity,
      String state,
      String message,
      String firedAt,
      @Nullable String acknowledgedBy,
      @Nullable String resolvedAt) {}

  /** The ingest jobs. */
  public record Jobs(List<Job> jobs, String ordinaryTool) implements Answer {}

  /**
   * @param state Flink's job state, for instance RUNNING or FAILED; NONE if it was never started
   * @param failures how often it failed and was restarted, or null if unknown
   * @param exception root cause of the last failure, or null
   * @param checkpoint newest retained checkpoint, or null
   */
  public record Job(
      String name,
      @Nullable String id,
      String state,
      @Nullable Long failures,
      @Nullable String exception,
      @Nullable String checkpoint,
      @Nullable String webPage) {}

  /** Where ingest is, by topic partition. */
  public record Lag(List<PartitionLag> partitions, String ordinaryTool) implements Answer {}

  /**
   * @param committed the consumer group's committed offset, null if none; monitoring only
   * @param table next offset that the table lacks
   * @param end the topic's end offset
   * @param behind {@code end - table}
   */
  public record PartitionLag(
      String topic, int partition, @Nullable Long committed, long table, long end, long behind) {}

  /** The feature flags. */
  public record Flags(List<FlagView> flags, String ordinaryTool) implements Answer {}

  /** One flag. */
  public record FlagView(String name, String variant, List<String> variants, String description) {}
}
