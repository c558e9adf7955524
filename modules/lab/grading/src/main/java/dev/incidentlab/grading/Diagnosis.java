package dev.incidentlab.grading;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What somebody says is wrong.
 *
 * @param component the part whose behaviour has to change; a word of the lab's list
 * @param mechanism how it goes wrong; likewise
 * @param affected tables and models; empty if not said
 * @param unaffected tables and models; empty if not said
 * @param firstBad by {@code topic/partition}: offset of the first record that something is wrong
 *     with; empty if not said
 * @param since story time from which on rows are wrong or missing, ISO-8601 in UTC; null if not
 *     said
 * @param missing rows missing; null if not said
 * @param wrong rows wrong; null if not said
 * @param versions schema versions in the topic; empty if not said
 * @param fields fields that changed between them; empty if not said
 */
public record Diagnosis(
    String component,
    String mechanism,
    Set<String> affected,
    Set<String> unaffected,
    Map<String, Long> firstBad,
    String since,
    Long missing,
    Long wrong,
    Set<Integer> versions,
    Set<String> fields) {
  public Diagnosis {
    Objects.requireNonNull(component, "component");
    Objects.requireNonNull(mechanism, "mechanism");
    affected = new TreeSet<>(affected);
    unaffected = new TreeSet<>(unaffected);
    firstBad = new TreeMap<>(firstBad);
    versions = new TreeSet<>(versions);
    fields = new TreeSet<>(fields);
  }

  /** The topics that {@link #firstBad} names. */
  Set<String> topics() {
    Set<String> topics = new TreeSet<>();
    firstBad.keySet().forEach(place -> topics.add(place.substring(0, place.lastIndexOf('/'))));
    return topics;
  }
}
