package dev.incidentlab.server.adapter;

import dev.incidentlab.api.Request;
import dev.incidentlab.api.Verb;
import dev.incidentlab.ingest.flags.FlagDefinition;
import dev.incidentlab.ingest.flags.IngestFlags;
import dev.incidentlab.stack.Component;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What scenarios give faults, looked at before anything runs. */
public final class FaultArguments {
  /** Verbs of whoever is on the drill; a colleague has no use for them. */
  private static final Set<Verb> PERSONAL =
      EnumSet.of(
          Verb.ACK,
          Verb.ALERTS_SILENCE,
          Verb.HINT,
          Verb.CLOCK_PAUSE,
          Verb.CLOCK_RESUME,
          Verb.DIAGNOSE,
          Verb.STOP);

  private FaultArguments() {}

  /**
   * What is wrong with a fault's arguments, a line each with what would be right; empty if nothing
   * is, or the fault says so itself when it is injected.
   *
   * @param fault its name
   * @param arguments as the scenario has them
   */
  public static List<String> problems(String fault, Map<String, Object> arguments) {
    return switch (fault) {
      case PlatformFaults.FLAG_SET -> of(arguments, FaultArguments::flag, "flag", "variant");
      case PlatformFaults.SCHEMA_ANNOTATE -> of(arguments, a -> Optional.empty(), "subject");
      case PlatformFaults.COLLEAGUE_VERB -> colleague(arguments);
      case ComponentFaults.KILL,
          ComponentFaults.RESTART,
          ComponentFaults.PAUSE,
          ComponentFaults.UNPAUSE ->
          of(arguments, FaultArguments::component, "component");
      case ProducerFaults.ROLLOUT -> ProducerArguments.ofRollout(arguments);
      case ProducerFaults.POISON -> ProducerArguments.ofPoison(arguments);
      default -> List.of();
    };
  }

  /** The verb that a colleague is to use. */
  static Verb verb(Map<String, Object> arguments) {
    String words = text(arguments, "verb");
    Verb verb =
        Verb.of(List.of(words.split(" ")))
            .orElseThrow(
                () -> new IllegalArgumentException("verb is '%s', and is none".formatted(words)));
    if (verb.effect() != Verb.Effect.ACTS || PERSONAL.contains(verb)) {
      throw new IllegalArgumentException(
          "verb is '%s'; a colleague uses one that changes the platform".formatted(words));
    }
    return verb;
  }

  /** What the verb is given, by name. */
  static Map<String, String> ofVerb(Map<String, Object> arguments) {
    Object given = arguments.getOrDefault("arguments", Map.of());
    if (!(given instanceof Map<?, ?> map)) {
      throw new IllegalArgumentException(
          "arguments is '%s'; it must be a map of the verb's arguments".formatted(given));
    }
    Map<String, String> texts = new TreeMap<>();
    map.forEach((name, value) -> texts.put(String.valueOf(name), String.valueOf(value)));
    return texts;
  }

  static String text(Map<String, Object> arguments, String name) {
    Object value = arguments.get(name);
    if (value == null || String.valueOf(value).isBlank()) {
      throw new IllegalArgumentException(name + " is missing; give it");
    }
    return String.valueOf(value);
  }

  interface Look {
    Optional<String> problem(Map<String, Object> arguments);
  }

  private static List<String> of(Map<String, Object> arguments, Look look, String... required) {
    return of(arguments, look, List.of(), required);
  }

  /** Those that are missing or unknown; if none is, what {@code look} finds. */
  static List<String> of(
      Map<String, Object> arguments, Look look, List<String> optional, String... required) {
    List<String> known = new ArrayList<>(List.of(required));
    known.addAll(optional);
    List<String> problems = new ArrayList<>();
    for (String name : required) {
      if (String.valueOf(arguments.getOrDefault(name, "")).isBlank()) {
        problems.add(name + " is missing; give it");
      }
    }
    for (String name : new TreeSet<>(arguments.keySet())) {
      if (!known.contains(name)) {
        problems.add("%s is unknown; known: %s".formatted(name, String.join(", ", known)));
      }
    }
    if (problems.isEmpty()) {
      look.problem(arguments).ifPresent(problems::add);
    }
    return problems;
  }

  private static Optional<String> flag(Map<String, Object> arguments) {
    String name = text(arguments, "flag");
    String variant = text(arguments, "variant");
    Map<String, FlagDefinition> flags = IngestFlags.defaults();
    if (!flags.containsKey(name)) {
      return Optional.of("flag is '%s'; flags: %s".formatted(name, flags.keySet()));
    }
    Set<String> variants = new TreeSet<>(flags.get(name).variants().keySet());
    return variants.contains(variant)
        ? Optional.empty()
        : Optional.of("variant is '%s'; %s has %s".formatted(variant, name, variants));
  }

  private static Optional<String> component(Map<String, Object> arguments) {
    try {
      Component.of(text(arguments, "component"));
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(e.getMessage());
    }
  }

  private static List<String> colleague(Map<String, Object> arguments) {
    return of(
        arguments,
        a -> {
          try {
            Request.of(verb(arguments)).check(ofVerb(arguments));
            return Optional.empty();
          } catch (IllegalArgumentException e) {
            return Optional.of(e.getMessage());
          }
        },
        List.of("arguments"),
        "verb",
        "who");
  }
}
