package dev.incidentlab.bench.report;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number of records, as people write it: {@code 20k}, {@code 1M}.
 *
 * @param text as it was written
 * @param records above 0
 */
public record RecordCount(String text, long records) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,9})([kM]?)");

  /**
   * @throws IllegalArgumentException if it is no such number
   */
  public static RecordCount parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches() || Long.parseLong(form.group(1)) == 0) {
      throw new IllegalArgumentException(
          "'%s' is no number of records; write a whole number above 0, such as 20k or 10M"
              .formatted(text));
    }
    long factor =
        switch (form.group(2)) {
          case "k" -> 1_000L;
          case "M" -> 1_000_000L;
          default -> 1L;
        };
    return new RecordCount(text, Long.parseLong(form.group(1)) * factor);
  }
}
