package dev.incidentlab.drill.scenario;

import dev.incidentlab.drill.scenario.GroundTruth.Edge;
import dev.incidentlab.drill.scenario.GroundTruth.FirstBad;
import dev.incidentlab.drill.scenario.GroundTruth.Scope;
import dev.incidentlab.drill.scenario.Scenario.TimedFault;
import java.time.Instant;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Reads what a right diagnosis names. */
final class GroundTruthKeys {
  private final Vocabulary vocabulary;
  private final Function<LocalTime, Instant> instant;
  private final List<TimedFault> faults;

  GroundTruthKeys(
      Vocabulary vocabulary, Function<LocalTime, Instant> instant, List<TimedFault> faults) {
    this.vocabulary = vocabulary;
    this.instant = instant;
    this.faults = faults;
  }

  GroundTruth read(Fields yaml) {
    GroundTruth truth =
        new GroundTruth(
            yaml.word("component", vocabulary.components(), "the part that has to change"),
            yaml.word("mechanism", vocabulary.mechanisms(), "how it goes wrong"),
            yaml.map("scope", "how far it reaches", this::scope),
            yaml.maps("propagation", "the way from the component to what is affected", this::edge));
    requireReached(yaml, truth);
    return truth;
  }

  /** What is affected must be on the way, and what is not must not. */
  private static void requireReached(Fields yaml, GroundTruth truth) {
    Set<String> reached = truth.reached();
    Set<String> notReached = new TreeSet<>(truth.scope().affected());
    notReached.removeAll(reached);
    if (!notReached.isEmpty()) {
      yaml.problem(
          "propagation",
          "no edges lead from %s to %s, which is affected; add them"
              .formatted(truth.component(), String.join(", ", notReached)));
    }
    Set<String> spared = new TreeSet<>(truth.scope().unaffected());
    spared.retainAll(reached);
    if (!spared.isEmpty()) {
      yaml.problem(
          "propagation",
          "edges lead from %s to %s, which is unaffected; take them out"
              .formatted(truth.component(), String.join(", ", spared)));
    }
  }

  private Scope scope(Fields yaml) {
    Scope scope =
        new Scope(
            yaml.word("topic", vocabulary.topics(), "where the records are"),
            yaml.words("affected", vocabulary.places(), "tables and models that have it"),
            yaml.words("unaffected", vocabulary.places(), "those that do not"),
            firstBad(yaml),
            fault(yaml, "harm", "the fault from which on rows are wrong"),
            fault(yaml, "outage", "the fault from which on rows are missing"));
    Set<String> both = new HashSet<>(scope.affected());
    both.retainAll(scope.unaffected());
    if (!both.isEmpty()) {
      yaml.problem("unaffected", "%s is both affected and unaffected; choose one".formatted(both));
    }
    return scope;
  }

  private static FirstBad firstBad(Fields yaml) {
    String word =
        yaml.word(
            "firstBad",
            ScenarioKeys.names(FirstBad.values()),
            "which record of a partition is the first bad one");
    return Arrays.stream(FirstBad.values())
        .filter(kind -> ScenarioKeys.name(kind).equals(word))
        .findFirst()
        .orElse(FirstBad.NONE);
  }

  private Optional<Instant> fault(Fields yaml, String key, String about) {
    Optional<Instant> at = yaml.optionalTime(key, about).map(instant);
    if (at.isPresent() && faults.stream().noneMatch(fault -> fault.at().equals(at.get()))) {
      yaml.problem(
          key,
          "%s is %s, but no fault is injected then; use the time of one of %s"
              .formatted(key, at.get(), faults.stream().map(TimedFault::at).toList()));
    }
    return at;
  }

  private Edge edge(Fields yaml) {
    Set<String> nodes = new TreeSet<>(vocabulary.components());
    nodes.addAll(vocabulary.places());
    return new Edge(
        yaml.word("from", nodes, "a component, table or model"),
        yaml.word("to", nodes, "the one that it goes on to"),
        yaml.text("how", "in a few words"));
  }
}
