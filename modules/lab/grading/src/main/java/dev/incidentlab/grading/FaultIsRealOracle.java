package dev.incidentlab.grading;

import dev.incidentlab.drill.Finding;
import java.util.List;

/** Every symptom of the scenario was seen before the learner could act. */
final class FaultIsRealOracle {
  static final String NAME = "fault-is-real";
  static final String EXPECTED = "every symptom of the scenario was seen in time";

  private FaultIsRealOracle() {}

  static Finding judge(List<Symptom> symptoms) {
    List<String> absent =
        symptoms.stream()
            .filter(symptom -> !symptom.manifested())
            .map(symptom -> "'%s' was not seen: %s".formatted(symptom.text(), symptom.observed()))
            .toList();
    if (symptoms.isEmpty()) {
      return Finding.error(NAME, EXPECTED, "the scenario names no symptom, so nothing was checked");
    }
    return absent.isEmpty()
        ? Finding.pass(
            NAME,
            EXPECTED,
            String.join("; ", symptoms.stream().map(Symptom::observed).toList()),
            symptoms.size())
        : Finding.error(NAME, EXPECTED, String.join("; ", absent));
  }
}
