package dev.incidentlab.drill.scenario;

import dev.incidentlab.drill.scenario.Scenario.TimedFault;
import dev.incidentlab.drill.scenario.ScenarioReader.Vocabulary;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Reads what a scenario says of its diagnosis and of its scores. */
final class ScoringReader {
  private ScoringReader() {}

  static ExpectedDiagnosis diagnosis(YamlMap yaml, Vocabulary vocabulary) {
    ExpectedDiagnosis expected =
        new ExpectedDiagnosis(
            word(yaml, "component", vocabulary.components()),
            word(yaml, "mechanism", vocabulary.mechanisms()),
            yaml.text("topic"),
            names(yaml, "affected"),
            names(yaml, "unaffected"));
    Set<String> both = new HashSet<>(expected.affected());
    both.retainAll(expected.unaffected());
    if (!both.isEmpty()) {
      yaml.problem("unaffected", "%s is both affected and unaffected; choose one".formatted(both));
    }
    return expected;
  }

  static Scoring scoring(
      YamlMap yaml, List<TimedFault> faults, Function<LocalTime, Instant> instant) {
    Duration updates = yaml.duration("updates");
    if (updates.isZero()) {
      yaml.problem("updates", "updates must be above 0, for instance 15m");
    }
    return new Scoring(
        fault(yaml, "harm", faults, instant),
        fault(yaml, "outage", faults, instant),
        updates,
        yaml.texts("critical"));
  }

  private static Instant fault(
      YamlMap yaml, String key, List<TimedFault> faults, Function<LocalTime, Instant> instant) {
    Instant at = instant.apply(yaml.time(key));
    if (faults.stream().noneMatch(fault -> fault.at().equals(at))) {
      yaml.problem(
          key,
          "%s is %s, but no fault is injected then; use the time of one of %s"
              .formatted(key, at, faults.stream().map(TimedFault::at).toList()));
    }
    return at;
  }

  private static String word(YamlMap yaml, String key, Set<String> words) {
    String word = yaml.text(key);
    if (!word.isEmpty() && !words.contains(word)) {
      yaml.problem(
          key, "%s '%s' is unknown; known: %s".formatted(key, word, String.join(", ", words)));
    }
    return word;
  }

  private static List<String> names(YamlMap yaml, String key) {
    List<String> names = yaml.texts(key);
    if (names.isEmpty()) {
      yaml.problem(key, "%s is empty; name at least one table or model".formatted(key));
    }
    return names;
  }
}
