package dev.incidentlab.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** About what is made of what. Times are the story's. */
public final class LineageAnswers {
  private LineageAnswers() {}

  /**
   * What is made of a dataset, or what it is made of.
   *
   * @param kind topic, table, model or dashboard
   * @param column null if it was not asked for one
   * @param upstream whether it was asked what it is made of
   * @param reached in the order in which data flows
   * @param others datasets that are not reached
   * @param gates that are about columns that are reached, if it was asked for what is made of one
   * @param events that the answer is based on, beside what is declared
   */
  public record LineageView(
      String dataset,
      String kind,
      @Nullable String column,
      boolean upstream,
      List<ReachedView> reached,
      List<DatasetView> others,
      List<GateOn> gates,
      long events,
      String ordinaryTool)
      implements Answer {}

  /**
   * A dataset that is reached.
   *
   * @param columns that are reached; empty if it was not asked for a column
   * @param jobs on the last step to it; upstream, on the first step from it
   * @param evidence null if no event was seen yet: the step is only declared
   */
  public record ReachedView(
      String name,
      String kind,
      List<String> columns,
      List<String> jobs,
      @Nullable EvidenceView evidence) {}

  /**
   * The newest event of a job that wrote.
   *
   * @param events of that job and dataset in all
   * @param version of the dataset then: of a table its Delta version, of a model the run that
   *     published, of dead letters their number
   */
  public record EvidenceView(long events, String job, String time, String version) {}

  /** A dataset. */
  public record DatasetView(String name, String kind) {}

  /**
   * A gate.
   *
   * @param severity warn or error
   */
  public record GateOn(String name, String severity) {}
}
