package dev.incidentlab.drill;

import java.util.Map;

/**
 * What a probe saw.
 *
 * @param value the figure that thresholds are compared with; seconds for durations
 * @param text the figure in words, with its unit
 * @param details more figures, for the journal
 */
public record Observation(double value, String text, Map<String, Object> details) {
  public Observation {
    details = Map.copyOf(details);
  }

  public static Observation of(double value, String text) {
    return new Observation(value, text, Map.of());
  }
}
