package dev.incidentlab.drill.scenario;

import java.util.List;
import java.util.stream.Stream;

/**
 * What a right diagnosis names of the scenario's own making. Its numbers are not here: they are
 * measured in each run.
 *
 * @param component the part of the platform whose behaviour has to change
 * @param mechanism how it goes wrong
 * @param topic where the records are that it goes wrong with
 * @param affected tables and models with rows that are wrong, missing or late because of it
 * @param unaffected those beside them that are right
 */
public record ExpectedDiagnosis(
    String component,
    String mechanism,
    String topic,
    List<String> affected,
    List<String> unaffected) {
  public ExpectedDiagnosis {
    affected = List.copyOf(affected);
    unaffected = List.copyOf(unaffected);
  }

  /** All that a diagnosis has to place on one side or the other, sorted. */
  public List<String> places() {
    return Stream.concat(affected.stream(), unaffected.stream()).sorted().toList();
  }
}
