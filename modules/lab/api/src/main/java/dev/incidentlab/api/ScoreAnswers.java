package dev.incidentlab.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** About scores. */
public final class ScoreAnswers {
  private ScoreAnswers() {}

  /**
   * How a drill went, by dimension; there is no one number.
   *
   * @param outcome of the final verdict: PASS, FAIL or ERROR
   * @param binding whether the times count: the story ran at pace 1 from the page to the end
   * @param clocks in words, why they do or do not
   * @param report the file that has the same, in the run's folder
   */
  public record Score(
      String run,
      String outcome,
      boolean binding,
      String clocks,
      List<Dimension> dimensions,
      String report,
      String ordinaryTool)
      implements Answer {}

  /**
   * One dimension.
   *
   * @param summary one line
   * @param basedOn where its figures come from
   */
  public record Dimension(String name, String summary, List<Measure> measures, String basedOn) {}

  /**
   * One figure.
   *
   * @param text as people read it, with clocks and units
   * @param value the figure alone, in {@code unit}; null if there is none
   */
  public record Measure(String what, String text, @Nullable Double value, String unit) {}
}
