package dev.incidentlab.drill.engine;

import dev.incidentlab.drill.Condition;
import dev.incidentlab.drill.JournalEntry;
import dev.incidentlab.drill.Observation;
import dev.incidentlab.drill.scenario.Scenario;
import dev.incidentlab.drill.scenario.Scenario.ExpectedSymptom;
import dev.incidentlab.drill.scenario.Scenario.TimedFault;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What of a scenario has happened, as its journal says.
 *
 * @param injected faults that were injected
 * @param bitten those of them that have taken effect
 * @param manifested symptoms, with what was seen
 * @param delivered ids of messages that were written to the one on call
 */
public record Reached(
    Set<TimedFault> injected,
    Set<TimedFault> bitten,
    Map<Condition, Observation> manifested,
    Set<String> delivered) {
  private static final String INJECTED = "injected";
  private static final String BITTEN = "bitten";

  public Reached {
    injected = Set.copyOf(injected);
    bitten = Set.copyOf(bitten);
    manifested = Map.copyOf(manifested);
    delivered = Set.copyOf(delivered);
  }

  /** A scenario that begins. */
  public static Reached nothing() {
    return new Reached(Set.of(), Set.of(), Map.of(), Set.of());
  }

  /** From the journal's lines. */
  public static Reached of(Scenario scenario, List<JournalEntry> entries) {
    Set<TimedFault> injected = new LinkedHashSet<>();
    Set<TimedFault> bitten = new LinkedHashSet<>();
    Map<Condition, Observation> manifested = new LinkedHashMap<>();
    Set<String> delivered = new LinkedHashSet<>();
    for (JournalEntry entry : entries) {
      fault(scenario, entry.data().get(INJECTED)).ifPresent(injected::add);
      fault(scenario, entry.data().get(BITTEN)).ifPresent(bitten::add);
      if (Boolean.TRUE.equals(entry.data().get("symptom"))) {
        manifest(scenario, entry, manifested);
      }
      Optional.ofNullable(MessageBoard.deliveredBy(entry)).ifPresent(delivered::add);
    }
    return new Reached(injected, bitten, manifested, delivered);
  }

  /** The figures of the line that says that a fault was injected. */
  static Map<String, Object> injected(Scenario scenario, TimedFault fault) {
    return Map.of(
        INJECTED,
        number(scenario, fault),
        "inject",
        fault.inject(),
        "at",
        fault.at().toString(),
        "arguments",
        fault.args());
  }

  /** The figures of the line that says that a fault has taken effect. */
  static Map<String, Object> bitten(Scenario scenario, TimedFault fault) {
    return Map.of(BITTEN, number(scenario, fault));
  }

  /** From 1, in the scenario's order. */
  private static int number(Scenario scenario, TimedFault fault) {
    return scenario.faults().indexOf(fault) + 1;
  }

  private static Optional<TimedFault> fault(Scenario scenario, Object number) {
    return number instanceof Integer n
        ? Optional.of(scenario.faults().get(n - 1))
        : Optional.empty();
  }

  private static void manifest(
      Scenario scenario, JournalEntry entry, Map<Condition, Observation> manifested) {
    Observation seen =
        Observation.of(((Number) entry.data().get("value")).doubleValue(), entry.text());
    for (ExpectedSymptom symptom : scenario.mustManifest()) {
      Condition condition = symptom.condition();
      if (condition.probe().equals(entry.data().get("probe")) && condition.holdsFor(seen)) {
        manifested.putIfAbsent(condition, seen);
      }
    }
  }
}
