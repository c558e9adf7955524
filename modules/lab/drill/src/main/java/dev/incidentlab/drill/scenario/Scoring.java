package dev.incidentlab.drill.scenario;

import java.time.Duration;
import java.util.List;

/**
 * What scores ask for.
 *
 * @param updates how often stakeholders want to hear, in story time
 * @param critical jobs and models that must not be paused
 */
public record Scoring(Duration updates, List<String> critical) {
  public Scoring {
    critical = List.copyOf(critical);
  }
}
