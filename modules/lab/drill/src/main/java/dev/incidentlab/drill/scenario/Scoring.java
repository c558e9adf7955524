package dev.incidentlab.drill.scenario;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What scores are measured from.
 *
 * @param harm the fault from which on rows are wrong
 * @param outage the fault from which on rows are missing
 * @param updates how often stakeholders want to hear, in story time
 * @param critical jobs and models that must not be paused
 */
public record Scoring(Instant harm, Instant outage, Duration updates, List<String> critical) {
  public Scoring {
    critical = List.copyOf(critical);
  }
}
