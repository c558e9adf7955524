package dev.incidentlab.cli;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.ParseResult;

/** What was typed behind a verb, by the names under which it is sent. */
record Arguments(Map<String, String> values) {
  Arguments {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /**
   * Takes the arguments out of what was parsed, and checks them.
   *
   * @throws UsageException if they make no sense
   */
  static Arguments of(Syntax syntax, ParseResult parsed) {
    Map<String, String> values = new LinkedHashMap<>();
    int position = 0;
    for (Argument argument : syntax.arguments()) {
      String value = argument.isOption() ? option(argument, parsed) : at(position++, parsed);
      if (value == null) {
        continue;
      }
      argument.check(syntax.words(), value);
      String other = values.put(argument.key(), value);
      if (other != null) {
        throw new UsageException(
            "%s: %s is both '%s' and '%s'; choose one"
                .formatted(syntax.words(), argument.key(), other, value));
      }
    }
    Arguments arguments = new Arguments(values);
    String broken = syntax.rule().apply(arguments);
    if (broken != null) {
      throw new UsageException(syntax.words() + ": " + broken);
    }
    return arguments;
  }

  private static String at(int position, ParseResult parsed) {
    return parsed.matchedPositionalValue(position, null);
  }

  private static String option(Argument argument, ParseResult parsed) {
    if (!argument.label().isEmpty()) {
      return parsed.matchedOptionValue(argument.typed(), null);
    }
    return parsed.hasMatchedOption(argument.typed()) ? argument.constant() : null;
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  /** The value; null if it was not typed. */
  String get(String key) {
    return values.get(key);
  }

  String get(String key, String otherwise) {
    return values.getOrDefault(key, otherwise);
  }
}
