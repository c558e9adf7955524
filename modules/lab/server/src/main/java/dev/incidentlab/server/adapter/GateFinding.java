package dev.incidentlab.server.adapter;

import dev.incidentlab.drill.Finding;
import dev.incidentlab.warehouse.gates.GateResult;
import dev.incidentlab.warehouse.gates.Outcome;
import dev.incidentlab.warehouse.runs.Downstream;
import java.time.Instant;
import java.util.List;

/**
 * What the platform's gates say of every hour of its tables, asked anew; how old a table is has an
 * oracle of its own.
 */
final class GateFinding {
  private GateFinding() {}

  static Finding of(Downstream downstream, Instant now) {
    String expected = "every hourly slice of every table meets its gates, warnings included";
    List<GateResult> results;
    try {
      results = downstream.askGates(now);
    } catch (RuntimeException e) {
      return Finding.error(Grading.GATES, expected, "they cannot be asked: " + e.getMessage());
    }
    List<GateResult> said =
        results.stream()
            .filter(r -> r.slice() != null && r.outcome() != Outcome.INCONCLUSIVE)
            .toList();
    List<String> unmet =
        said.stream()
            .filter(r -> r.outcome() != Outcome.PASS)
            .map(r -> "%s, slice %s".formatted(r.words(), r.slice()))
            .toList();
    return unmet.isEmpty()
        ? Finding.pass(Grading.GATES, expected, "all are met", said.size())
        : Finding.fail(
            Grading.GATES,
            expected,
            "%d of %d are not met".formatted(unmet.size(), said.size()),
            said.size(),
            unmet);
  }
}
