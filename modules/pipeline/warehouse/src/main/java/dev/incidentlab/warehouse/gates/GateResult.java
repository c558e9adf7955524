package dev.incidentlab.warehouse.gates;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a gate saw.
 *
 * @param expectation as Great Expectations calls it, or {@code freshness}
 * @param slice start of the hour; null if the gate is about the whole table
 * @param version of the table
 * @param at story time
 * @param examples rows that do not meet it, values by column; a few at most
 */
public record GateResult(
    String gate,
    String expectation,
    Severity severity,
    Instant slice,
    long version,
    Instant at,
    Outcome outcome,
    String expected,
    String observed,
    List<Map<String, String>> examples) {

  /** Of the results of a gate the one about the newest slice, or about the whole table. */
  public static Optional<GateResult> newest(String gate, Collection<GateResult> results) {
    return results.stream()
        .filter(result -> result.gate().equals(gate))
        .max(Comparator.comparing(r -> r.slice() == null ? Instant.MAX : r.slice()));
  }

  /** Whether it holds the slice back. */
  public boolean holdsBack() {
    return outcome == Outcome.FAIL;
  }

  /** The gate with what it saw, in a line. */
  public String words() {
    return "%s: %s (expected: %s)".formatted(gate, observed, expected);
  }
}
