package dev.incidentlab.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a verb is for, what it takes and what it answers: the one place from which the server checks
 * arguments, the command line has its grammar, and the API its description.
 *
 * @param summary one line
 * @param answer a record
 */
public record Request(
    Verb verb, String summary, Class<? extends Answer> answer, List<Parameter> parameters) {
  public Request {
    parameters = List.copyOf(parameters);
  }

  static Request of(
      Verb verb, String summary, Class<? extends Answer> answer, Parameter... parameters) {
    return new Request(verb, summary, answer, List.of(parameters));
  }

  /** What is asked of this verb. */
  public static Request of(Verb verb) {
    return Requests.BY_VERB.get(verb);
  }

  /** The parameter of a name; empty if the verb takes none such. */
  public Optional<Parameter> parameter(String name) {
    return parameters.stream().filter(p -> p.name().equals(name)).findFirst();
  }

  /**
   * Checks each argument by itself; what they must be together is the verb's to say.
   *
   * @param arguments by name; a blank one counts as left out
   * @throws IllegalArgumentException for an unknown, missing or wrong one
   */
  public void check(Map<String, String> arguments) {
    for (Map.Entry<String, String> argument : arguments.entrySet()) {
      Parameter parameter =
          parameter(argument.getKey())
              .orElseThrow(() -> new IllegalArgumentException(unknown(argument.getKey())));
      String value = argument.getValue();
      if (!value.isBlank() && !parameter.allows(value)) {
        throw new IllegalArgumentException(
            "%s: %s is '%s'; it must be %s"
                .formatted(verb.words(), parameter.name(), shortened(value), parameter.words()));
      }
    }
    for (Parameter parameter : parameters) {
      if (parameter.required() && arguments.getOrDefault(parameter.name(), "").isBlank()) {
        throw new IllegalArgumentException(
            "%s: %s is missing; it must be %s, and `./lab %s --help` shows an example"
                .formatted(verb.words(), parameter.name(), parameter.words(), verb.words()));
      }
    }
  }

  private String unknown(String name) {
    String known =
        parameters.stream().map(Parameter::name).sorted().collect(Collectors.joining(", "));
    return "%s: argument '%s' is unknown; %s"
        .formatted(
            verb.words(), shortened(name), known.isEmpty() ? "it takes none" : "known: " + known);
  }

  /** A value is shown to be recognised; nobody needs the whole of a long one. */
  private static String shortened(String value) {
    int most = 80;
    return value.length() <= most ? value : value.substring(0, most) + "…";
  }
}
