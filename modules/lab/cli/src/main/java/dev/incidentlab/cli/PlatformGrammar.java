package dev.incidentlab.cli;

import dev.incidentlab.cli.Syntax.Topic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code clean}, and the options of {@code drill} that name a platform of somebody else's. */
final class PlatformGrammar {
  private static final List<Argument> ADDRESSES =
      List.of(
          Argument.option(
                  "kafka", "--kafka", "HOST:PORT,…", "somebody's Kafka, as Flink reaches it, too")
              .like(
                  "[^\\s:,]+:\\d{1,5}(,[^\\s:,]+:\\d{1,5})*", "host:port, or several with commas"),
          http("registry", "--registry", "its schema registry's Confluent API, likewise"),
          http("flink", "--flink", "its Flink session cluster's REST API"),
          Argument.option(
              "tables", "--tables", "DIR", "a folder that this machine and Flink's hosts share"),
          Argument.option(
              "clientConfig",
              "--client-config",
              "FILE",
              "properties for its clients: SASL, TLS, passwords, tokens; shared likewise"));

  /** What only the environment of a lab in a container says; see {@code docker-compose.yml}. */
  private static final List<String> ENGINE = List.of("--engine", "--engine-project");

  private PlatformGrammar() {}

  private static Argument http(String key, String typed, String description) {
    return Argument.option(key, typed, "URL", description)
        .like("https?://\\S+", "an http or https address such as http://host.example:8081");
  }

  static List<Argument> addresses() {
    return ADDRESSES;
  }

  /**
   * What the lab's server is told of the platform.
   *
   * @param environment where each option may stand instead, {@code --kafka} as {@code LAB_KAFKA}
   * @return values by option, as typed; empty for a platform of the lab's own
   */
  static Map<String, String> chosen(Arguments arguments, Map<String, String> environment) {
    Map<String, String> chosen = new LinkedHashMap<>();
    for (Argument address : ADDRESSES) {
      String value = or(arguments.get(address.key()), environment, address.typed());
      if (value != null) {
        refuseCredentials(address.typed(), value);
        address.check("drill", value);
        chosen.put(address.typed(), value);
      }
    }
    List<String> missing = new ArrayList<>();
    for (Argument address : ADDRESSES.subList(0, ADDRESSES.size() - 1)) {
      if (!chosen.containsKey(address.typed())) {
        missing.add(address.typed());
      }
    }
    for (String option : ENGINE) {
      String value = or(null, environment, option);
      if (value != null && chosen.containsKey(ADDRESSES.get(0).typed())) {
        chosen.put(option, value);
      }
    }
    if (!chosen.isEmpty() && !missing.isEmpty()) {
      throw new UsageException(
          "drill: %s names somebody's platform, and %s missing; give all four, or none for a platform of the lab's own"
              .formatted(
                  String.join(" ", chosen.keySet()),
                  String.join(", ", missing) + (missing.size() == 1 ? " is" : " are")));
    }
    return chosen;
  }

  /** An address is shown, journalled and handed on. */
  private static void refuseCredentials(String option, String value) {
    if (value.matches("https?://[^/]*@.*")) {
      throw new UsageException(
          "drill: %s holds a user or a password; leave them out, and give them by --client-config"
              .formatted(option));
    }
  }

  /** What was typed or, if nothing was, what the environment has for the option. */
  static String or(String typed, Map<String, String> environment, String option) {
    String variable = "LAB_" + option.substring(2).toUpperCase(Locale.ROOT);
    String otherwise = environment.getOrDefault(variable.replace('-', '_'), "");
    return typed != null ? typed : otherwise.isBlank() ? null : otherwise;
  }

  static Syntax clean() {
    return Syntax.of(
            Topic.DRILL,
            "clean",
            "remove what a run left on somebody's platform; --run names it",
            "clean --run pinned-schema/20260303-081500",
            List.of(),
            new CleanAction())
        .withoutJson();
  }
}
