package dev.incidentlab.server.letters;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where the record of a letter lies in its source topic; as text {@code ad-events/2/41}. */
public record LetterPosition(String topic, int partition, long offset) {
  private static final Pattern TEXT =
      Pattern.compile("([A-Za-z0-9._-]{1,249})/(\\d{1,9})/(\\d{1,18})");

  /**
   * Reads what {@link #toString()} wrote.
   *
   * @param verb for the message
   * @throws IllegalArgumentException if it is something else
   */
  public static LetterPosition parse(String verb, String text) {
    Matcher parts = TEXT.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "%s: '%s' is no position of a record; write TOPIC/PARTITION/OFFSET as `./lab dead-letters list` shows it, for instance ad-events/2/41"
              .formatted(verb, text));
    }
    return new LetterPosition(
        parts.group(1), Integer.parseInt(parts.group(2)), Long.parseLong(parts.group(3)));
  }

  @Override
  public String toString() {
    return topic + "/" + partition + "/" + offset;
  }
}
