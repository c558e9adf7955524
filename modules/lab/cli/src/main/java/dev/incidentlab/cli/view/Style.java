package dev.incidentlab.cli.view;

/**
 * How lines look.
 *
 * @param colour whether control sequences for colour may be used
 */
public record Style(boolean colour) {
  /** Columns that a line should not exceed. */
  public static final int WIDTH = 80;

  /** The text in its tone. */
  public String paint(Tone tone, String text) {
    return colour && !tone.code().isEmpty() && !text.isEmpty()
        ? "\u001b[" + tone.code() + "m" + text + "\u001b[0m"
        : text;
  }
}
