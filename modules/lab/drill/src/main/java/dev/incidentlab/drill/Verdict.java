package dev.incidentlab.drill;

import java.util.Comparator;
import java.util.List;

/** The findings of all oracles of a scenario. */
public record Verdict(List<Finding> findings) {
  public Verdict {
    findings = List.copyOf(findings);
  }

  /** The worst of the findings; ERROR if there are none. */
  public Outcome outcome() {
    return findings.stream()
        .map(Finding::outcome)
        .max(Comparator.naturalOrder())
        .orElse(Outcome.ERROR);
  }
}
