package dev.incidentlab.drill.scenario;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a right diagnosis names of the scenario's own making. Its numbers are not here: they are
 * measured in each run.
 *
 * @param component the part of the platform whose behaviour has to change
 * @param mechanism how it goes wrong
 * @param propagation how it gets from the component to what is affected
 */
public record GroundTruth(String component, String mechanism, Scope scope, List<Edge> propagation) {
  /** Component and mechanism of an incident that is none. */
  public static final String NONE = "none";

  public GroundTruth {
    propagation = List.copyOf(propagation);
  }

  /** Which record of a partition is the first bad one. */
  public enum FirstBad {
    /** The first by a schema version that was new. */
    NEW_SCHEMA,
    /** The first that nobody can read. */
    UNDECODABLE,
    /** No record is bad. */
    NONE
  }

  /**
   * How far it reaches.
   *
   * @param topic where the records are that it goes wrong with
   * @param affected tables and models with rows that are wrong, missing or late because of it
   * @param unaffected those beside them that are right
   * @param harm the fault from which on rows are wrong; empty if none are
   * @param outage the fault from which on rows are missing; empty if none are
   */
  public record Scope(
      String topic,
      List<String> affected,
      List<String> unaffected,
      FirstBad firstBad,
      Optional<Instant> harm,
      Optional<Instant> outage) {
    public Scope {
      affected = List.copyOf(affected);
      unaffected = List.copyOf(unaffected);
    }

    /** All that a diagnosis has to place on one side or the other, sorted. */
    public List<String> places() {
      return Stream.concat(affected.stream(), unaffected.stream()).sorted().toList();
    }
  }

  /**
   * A step of the way that the trouble takes.
   *
   * @param how in a few words
   */
  public record Edge(String from, String to, String how) {}

  /** What the edges lead to from the component on, the component with it. */
  Set<String> reached() {
    Set<String> reached = new HashSet<>(Set.of(component));
    boolean grows = true;
    while (grows) {
      grows = false;
      for (Edge edge : propagation) {
        grows |= reached.contains(edge.from()) && reached.add(edge.to());
      }
    }
    return reached;
  }
}
