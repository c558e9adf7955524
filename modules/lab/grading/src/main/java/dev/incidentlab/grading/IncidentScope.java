package dev.incidentlab.grading;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How far the incident reached, as measured: what a diagnosis is held against. Must not reach a
 * learner before the end.
 *
 * @param topic where the records are
 * @param versions contract versions that were written to it by the page
 * @param fields fields that differ between them
 * @param firstBad by partition: offset of the first bad record, of the kind that the scenario means
 * @param atPage what the table lacked at the page
 * @param atDiagnosis the same when the diagnosis was given; that of the page if none was
 */
public record IncidentScope(
    String topic,
    Set<Integer> versions,
    Set<String> fields,
    Map<Integer, Long> firstBad,
    Damage atPage,
    Damage atDiagnosis) {
  public IncidentScope {
    versions = new TreeSet<>(versions);
    fields = new TreeSet<>(fields);
    firstBad = new TreeMap<>(firstBad);
  }
}
