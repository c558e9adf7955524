package dev.incidentlab.api;

import java.util.List;

/**
 * An argument that a verb takes.
 *
 * @param name under which it is sent
 * @param values what it may be; empty for anything of its form
 * @param description for help and for the API's description, which share it
 */
public record Parameter(
    String name, Form form, boolean required, List<String> values, String description) {
  public Parameter {
    values = List.copyOf(values);
  }

  static Parameter required(String name, Form form, String description) {
    return new Parameter(name, form, true, List.of(), description);
  }

  static Parameter optional(String name, Form form, String description) {
    return new Parameter(name, form, false, List.of(), description);
  }

  /** The same, of which only some values are allowed. */
  Parameter oneOf(List<String> allowed) {
    return new Parameter(name, form, required, allowed, description);
  }

  /** What a value must be, for "it must be …". */
  public String words() {
    return values.isEmpty() ? form.words() : "one of " + String.join(", ", values);
  }

  /** Whether a value may be given. */
  public boolean allows(String value) {
    return form.fits(value) && (values.isEmpty() || values.contains(value));
  }
}
