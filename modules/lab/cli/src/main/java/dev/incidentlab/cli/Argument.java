package dev.incidentlab.cli;

import dev.incidentlab.api.Form;
import dev.incidentlab.api.Parameter;
import dev.incidentlab.api.Request;
import dev.incidentlab.api.Verb;
import java.util.List;
import java.util.function.Predicate;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Something that can be typed behind a verb.
 *
 * @param key the name under which it is sent; several arguments may set the same
 * @param typed as it is typed: {@code COMPONENT} or {@code --lines}
 * @param label placeholder of an option's value; empty if it has none
 * @param constant what an option without a value stands for
 * @param values what it may be; empty for anything
 * @param shape what it must look like, and how to say so
 */
record Argument(
    String key,
    String typed,
    String label,
    String constant,
    boolean required,
    String description,
    List<String> values,
    Shape shape) {

  private static final Shape ANY = new Shape(text -> true, "");

  /** A predicate with its name, for instance {@code a whole number}. */
  record Shape(Predicate<String> fits, String name) {}

  static Argument required(String key, String label, String description) {
    return new Argument(key, label, label, null, true, description, List.of(), ANY);
  }

  /** A word that may be left out. */
  static Argument optional(String key, String label, String description) {
    return new Argument(key, label, label, null, false, description, List.of(), ANY);
  }

  static Argument option(String key, String typed, String label, String description) {
    return new Argument(key, typed, label, null, false, description, List.of(), ANY);
  }

  /** A word of a verb of the lab. */
  static Argument positional(Verb verb, String key, String label) {
    return of(verb, key, label, label, null);
  }

  /** An option of a verb of the lab. */
  static Argument option(Verb verb, String key, String typed, String label) {
    return of(verb, key, typed, label, null);
  }

  /** A yes-or-no option of a verb of the lab. */
  static Argument flag(Verb verb, String key, String typed) {
    return of(verb, key, typed, "", "true");
  }

  private static Argument of(Verb verb, String key, String typed, String label, String constant) {
    Parameter parameter =
        Request.of(verb)
            .parameter(key)
            .orElseThrow(
                () -> new IllegalArgumentException(verb.words() + " takes no argument " + key));
    // What an option without a value stands for is right by itself.
    Shape shape =
        constant == null ? new Shape(parameter.form()::fits, parameter.form().words()) : ANY;
    return new Argument(
        key,
        typed,
        label,
        constant,
        parameter.required(),
        parameter.description(),
        parameter.values(),
        shape);
  }

  /** An option without a value. */
  static Argument flag(String key, String typed, String constant, String description) {
    return new Argument(key, typed, "", constant, false, description, List.of(), ANY);
  }

  /** The same, of a form. */
  Argument of(Form form) {
    return shaped(new Shape(form::fits, form.words()));
  }

  /** The same, that must match a pattern. */
  Argument like(String pattern, String name) {
    return shaped(new Shape(text -> text.matches(pattern), name));
  }

  private Argument shaped(Shape other) {
    return new Argument(key, typed, label, constant, required, description, values, other);
  }

  boolean isOption() {
    return typed.startsWith("-");
  }

  /** As a usage line shows it. */
  String synopsis() {
    String text = isOption() && !label.isEmpty() ? typed + " " + label : typed;
    return required ? text : "[" + text + "]";
  }

  /**
   * Checks a value.
   *
   * @throws UsageException if it is none of the allowed
   */
  void check(String words, String value) {
    if (!values.isEmpty() && !values.contains(value)) {
      throw new UsageException(
          "%s: %s is '%s'; it must be one of %s%s"
              .formatted(
                  words,
                  typed,
                  value,
                  String.join(", ", values),
                  NearestNames.hint(value, values)));
    }
    if (!shape.fits().test(value)) {
      throw new UsageException(
          "%s: %s is '%s'; it must be %s".formatted(words, typed, value, shape.name()));
    }
  }

  /** Adds it to a command, positional ones behind those that the command already takes. */
  void addTo(CommandSpec command) {
    if (!isOption()) {
      command.addPositional(
          PositionalParamSpec.builder()
              .index(Integer.toString(command.positionalParameters().size()))
              .arity(required ? "1" : "0..1")
              .required(required)
              .paramLabel(label)
              .type(String.class)
              .description(description)
              .build());
      return;
    }
    OptionSpec.Builder option =
        OptionSpec.builder(typed).required(required).description(description);
    if (label.isEmpty()) {
      option.type(boolean.class).arity("0");
    } else {
      option.type(String.class).paramLabel(label).arity("1");
    }
    command.addOption(option.build());
  }
}
