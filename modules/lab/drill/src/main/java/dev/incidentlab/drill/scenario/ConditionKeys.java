package dev.incidentlab.drill.scenario;

import dev.incidentlab.drill.Alert;
import dev.incidentlab.drill.Condition;
import dev.incidentlab.drill.scenario.Scenario.ExpectedSymptom;
import dev.incidentlab.drill.scenario.Scenario.SteadyState;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads limits on what probes see, and what is said of when they are to hold. */
final class ConditionKeys {
  private static final Duration RETRY_UNTIL = Duration.ofMinutes(2);
  private static final String ABOVE = "above";

  private final Vocabulary vocabulary;
  private final Function<LocalTime, Instant> instant;

  ConditionKeys(Vocabulary vocabulary, Function<LocalTime, Instant> instant) {
    this.vocabulary = vocabulary;
    this.instant = instant;
  }

  Condition condition(Fields yaml) {
    String probe = yaml.word("probe", vocabulary.probes(), "what is looked at");
    Map<String, String> limits = new LinkedHashMap<>();
    limits.put(ABOVE, "a number or a duration that is exceeded");
    limits.put("atMost", "a number or a duration that is not exceeded");
    Map.Entry<String, String> limit = yaml.oneOf(limits);
    return new Condition(
        probe,
        limit.getKey().equals(ABOVE) ? Condition.Comparison.ABOVE : Condition.Comparison.AT_MOST,
        value(yaml, limit.getKey(), limit.getValue()),
        limit.getValue());
  }

  SteadyState steadyState(Fields yaml) {
    return new SteadyState(
        condition(yaml),
        yaml.optionalDuration("retryUntil", "wall time within which it begins to hold; 2m")
            .orElse(RETRY_UNTIL),
        yaml.optionalDuration("sustainFor", "wall time for which it holds on end; 0s")
            .orElse(Duration.ZERO));
  }

  /**
   * @param firstFault from when on a symptom is awaited that says nothing else
   */
  ExpectedSymptom symptom(Fields yaml, Instant firstFault) {
    Condition condition = condition(yaml);
    Optional<LocalTime> since =
        yaml.optionalTime("since", "story time from which it is awaited; the first fault's");
    Optional<Duration> within =
        yaml.optionalDuration("within", "story time by which it is seen; by the page if left out");
    return new ExpectedSymptom(condition, since.map(instant).orElse(firstFault), within);
  }

  static Alert.Severity severity(Fields yaml) {
    String word =
        yaml.word(
            "severity",
            ScenarioKeys.names(Alert.Severity.values()),
            "whether somebody is called (page)");
    return word.equals("page") ? Alert.Severity.PAGE : Alert.Severity.WARNING;
  }

  private static double value(Fields yaml, String key, String text) {
    if (text.isEmpty()) {
      return 0; // That it is missing was said.
    }
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return seconds(yaml, key, text.toLowerCase(Locale.ROOT));
    }
  }

  private static double seconds(Fields yaml, String key, String text) {
    try {
      return Fields.parseDuration(text).toMillis() / 1000.0;
    } catch (DateTimeException e) {
      yaml.problem(
          key, "%s must be a number or a duration such as 10m, but is '%s'".formatted(key, text));
      return 0;
    }
  }
}
