package dev.incidentlab.grading.score;

import java.util.List;

/**
 * How a drill went, by dimension; there is no one number.
 *
 * @param outcome of the final verdict
 * @param binding whether the times count: the story ran at pace 1 from the page to the end
 * @param clocks in words, why they do or do not
 */
public record Score(String outcome, boolean binding, String clocks, List<Dimension> dimensions) {
  public Score {
    dimensions = List.copyOf(dimensions);
  }

  /**
   * One dimension.
   *
   * @param summary one line
   * @param basedOn where its figures come from
   */
  public record Dimension(String name, String summary, List<Measure> measures, String basedOn) {
    public Dimension {
      measures = List.copyOf(measures);
    }
  }

  /**
   * One figure.
   *
   * @param text as people read it, with clocks and units
   * @param value the figure alone; null if there is none
   * @param unit of the value, for instance {@code rows} or {@code story s}; empty without value
   */
  public record Measure(String what, String text, Double value, String unit) {
    static Measure count(String what, long count, String unit) {
      return new Measure(what, "%,d %s".formatted(count, unit), (double) count, unit);
    }

    static Measure text(String what, String text) {
      return new Measure(what, text, null, "");
    }
  }
}
