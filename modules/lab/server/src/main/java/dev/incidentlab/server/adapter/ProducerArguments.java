package dev.incidentlab.server.adapter;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@link ProducerFaults} are given. The producer refuses the same, but only when the story has
 * come to it.
 */
final class ProducerArguments {
  private static final String LAYOUT = "layout";

  /** In which order version 2 has its fields; the first is meant if none is named. */
  private static final List<String> LAYOUTS = List.of("late", "early");

  private static final String BROKEN_PAYLOAD = "BROKEN_PAYLOAD";
  private static final List<String> POISONS =
      List.of("NOT_AVRO", "UNKNOWN_SCHEMA_ID", BROKEN_PAYLOAD);
  private static final int MOST_POISON = 10_000;

  private ProducerArguments() {}

  /** A line for each thing that is wrong with those of {@link ProducerFaults#ROLLOUT}. */
  static List<String> ofRollout(Map<String, Object> arguments) {
    return FaultArguments.of(
        arguments, ProducerArguments::rollout, List.of(LAYOUT), "v2Share", "viewThrough");
  }

  /** The layout of version 2 that is meant. */
  static String layout(Map<String, Object> arguments) {
    return String.valueOf(arguments.getOrDefault(LAYOUT, LAYOUTS.get(0)));
  }

  private static Optional<String> rollout(Map<String, Object> arguments) {
    Object share = arguments.get("v2Share");
    if (!(share instanceof Number number
        && number.doubleValue() >= 0
        && number.doubleValue() <= 1)) {
      return Optional.of("v2Share is '%s'; it is a share from 0 to 1".formatted(share));
    }
    Object viewThrough = arguments.get("viewThrough");
    if (!(viewThrough instanceof Boolean)) {
      return Optional.of("viewThrough is '%s'; it is true or false".formatted(viewThrough));
    }
    return oneOf(LAYOUT, layout(arguments), LAYOUTS);
  }

  /** A line for each thing that is wrong with those of {@link ProducerFaults#POISON}. */
  static List<String> ofPoison(Map<String, Object> arguments) {
    return FaultArguments.of(
        arguments, ProducerArguments::poison, List.of(), "kind", "topic", "count");
  }

  private static Optional<String> poison(Map<String, Object> arguments) {
    String kind = FaultArguments.text(arguments, "kind");
    String topic = FaultArguments.text(arguments, "topic");
    List<String> topics =
        kind.equals(BROKEN_PAYLOAD)
            ? List.of(IngestPipeline.AD_EVENTS.topic())
            : IngestPipeline.ALL.stream().map(IngestPipeline::topic).toList();
    return oneOf("kind", kind, POISONS)
        .or(() -> oneOf("topic of " + kind, topic, topics))
        .or(() -> count(arguments.get("count")));
  }

  /** Scenario files give whole numbers as longs. */
  private static Optional<String> count(Object count) {
    return count instanceof Long number && number >= 1 && number <= MOST_POISON
        ? Optional.empty()
        : Optional.of(
            "count is '%s'; it is a whole number from 1 to %d".formatted(count, MOST_POISON));
  }

  private static Optional<String> oneOf(String name, String given, List<String> known) {
    return known.contains(given)
        ? Optional.empty()
        : Optional.of(
            "%s is '%s'; it is one of %s".formatted(name, given, String.join(", ", known)));
  }
}
