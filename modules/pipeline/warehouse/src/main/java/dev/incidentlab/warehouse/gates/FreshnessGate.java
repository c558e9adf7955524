package dev.incidentlab.warehouse.gates;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A table's newest event is young enough; as dbt's {@code freshness} of a source.
 *
 * @param name {@code fact_ad_events.freshness}
 * @param warnAfter age from which it is noted
 * @param errorAfter age from which nothing made of the table is published
 */
public record FreshnessGate(String name, Duration warnAfter, Duration errorAfter) {

  /**
   * Compares.
   *
   * @param newest event time; empty if the table has no rows
   */
  public GateResult judge(Optional<Instant> newest, long version, Instant now) {
    String expected = "the newest event is at most %s old".formatted(minutes(errorAfter));
    if (newest.isEmpty()) {
      return result(version, now, Outcome.INCONCLUSIVE, expected, "the table has no rows");
    }
    Duration age = Duration.between(newest.get(), now);
    Outcome outcome =
        age.compareTo(errorAfter) > 0
            ? Outcome.FAIL
            : age.compareTo(warnAfter) > 0 ? Outcome.WARN : Outcome.PASS;
    return result(version, now, outcome, expected, "it is %s old".formatted(minutes(age)));
  }

  private GateResult result(
      long version, Instant now, Outcome outcome, String expected, String observed) {
    return new GateResult(
        name,
        "freshness",
        Severity.ERROR,
        null,
        version,
        now,
        outcome,
        expected,
        observed,
        List.of());
  }

  private static String minutes(Duration age) {
    return "%d min %02d s".formatted(age.toMinutes(), Math.max(0, age.toSecondsPart()));
  }
}
