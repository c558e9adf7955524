package dev.incidentlab.api;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** About models, what they publish, and the gates before it. Times are the story's. */
public final class DownstreamAnswers {
  private DownstreamAnswers() {}

  /** All models, and the pools whose slots their runs hold. */
  public record Models(List<ModelView> models, List<PoolView> pools, String ordinaryTool)
      implements Answer {}

  /**
   * One model.
   *
   * @param critical whether the business stands still without it
   * @param reads tables and models
   * @param state of its newest run, or {@code paused}; null if it never ran
   * @param due time for which its newest run is; null if it never ran
   * @param newestSlice hour; null if it has published nothing
   * @param publishedAt when that was published; null if it has published nothing
   * @param text why it is in its state
   */
  public record ModelView(
      String name,
      boolean critical,
      List<String> reads,
      String pool,
      @Nullable String state,
      @Nullable String due,
      @Nullable String newestSlice,
      @Nullable String publishedAt,
      String text) {}

  /**
   * One pool.
   *
   * @param heldBy models whose runs hold a slot
   */
  public record PoolView(String name, int slots, List<String> heldBy) {}

  /**
   * Runs of models, newest first.
   *
   * @param earlier runs before these, which were left out
   */
  public record ModelRuns(List<ModelRunView> runs, long earlier, String ordinaryTool)
      implements Answer {}

  /**
   * One run.
   *
   * @param by who asked for it; null for the schedule
   * @param state queued, waiting, success, gated, missed, failed or cancelled
   * @param started null while it has no slot
   * @param ended null until then
   * @param pokes how often its sensor looked in vain
   * @param versions of the tables that it read
   * @param slices hours that it published
   */
  public record ModelRunView(
      String id,
      String model,
      @Nullable String by,
      String state,
      String due,
      @Nullable String started,
      @Nullable String ended,
      int pokes,
      String text,
      Map<String, Long> versions,
      List<String> slices) {}

  /** What a model has published, newest hour first. */
  public record Slices(String model, List<SliceView> slices, String ordinaryTool)
      implements Answer {}

  /**
   * One hourly slice.
   *
   * @param times how often it was published
   * @param run that published it last
   * @param versions of the tables that it was made of
   * @param warnings gates that were not met and are declared to let it through
   * @param overridden gates past which it was published on somebody's word
   */
  public record SliceView(
      String slice,
      long rows,
      long times,
      String run,
      String publishedAt,
      Map<String, Long> versions,
      List<String> warnings,
      List<String> overridden) {}

  /** All gates with their newest results, and what is overridden. */
  public record Gates(List<GateView> gates, List<OverrideView> overrides, String ordinaryTool)
      implements Answer {}

  /**
   * One gate.
   *
   * @param severity warn or error
   * @param outcome of the newest slice: pass, warn, fail or inconclusive; null if never asked
   * @param unmet slices in which it is not met, {@code table} for one of the whole table
   */
  public record GateView(
      String gate,
      @Nullable String expectation,
      @Nullable String severity,
      @Nullable String outcome,
      @Nullable String at,
      @Nullable String expected,
      @Nullable String observed,
      List<String> unmet) {}

  /** Somebody's word that a gate holds nothing back. */
  public record OverrideView(String gate, String by, String until, String reason) {}

  /** A gate's results, oldest slice first. */
  public record GateResults(String gate, List<GateResultView> results, String ordinaryTool)
      implements Answer {}

  /**
   * One result.
   *
   * @param slice hour; null if the gate is about the whole table
   * @param version of the table
   * @param examples rows that do not meet it, values by column
   */
  public record GateResultView(
      @Nullable String slice,
      long version,
      String at,
      String outcome,
      String expected,
      String observed,
      List<Map<String, @Nullable String>> examples) {}
}
