package dev.incidentlab.api;

import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What a verb's argument looks like. It travels as a text in a query and on the command line, and
 * as {@link #jsonType} in a body.
 */
public enum Form {
  TEXT("string", ".*", "a text"),
  COUNT("integer", "\\d{1,9}", "a whole number of at most 9 digits"),
  /** An offset or the version of a table. */
  WHOLE_NUMBER("integer", "\\d{1,18}", "a whole number of at most 18 digits"),
  ABOVE_ZERO("number", "\\d{1,9}(\\.\\d{1,9})?", "a number above 0, for instance 1 or 2.5"),
  FLAG("boolean", "true|false", "true or false"),
  STORY_TIME(
      "string",
      "([01]\\d|2[0-3]):[0-5]\\d(:[0-5]\\d)?|\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z",
      "a story time such as 09:30 or 2026-03-03T09:30:00Z"),
  DURATION(
      "string", "(?=.)(\\d{1,6}h)?(\\d{1,6}m)?(\\d{1,6}s)?", "a duration such as 90s, 10m or 2h"),
  /** Powers of 1024. */
  SIZE("string", "[1-9]\\d{0,5}(KB|MB|GB)", "a size such as 512KB, 64MB or 1GB"),
  /** Next offset by partition of one topic. */
  OFFSETS(
      "string",
      "\\d{1,9}=\\d{1,18}(,\\d{1,9}=\\d{1,18})*",
      "PARTITION=OFFSET,…, for instance 0=12,1=9"),
  /** Offset by topic and partition. */
  POSITIONS(
      "string",
      "[^,/=\\s]+/\\d{1,9}=\\d{1,18}(,[^,/=\\s]+/\\d{1,9}=\\d{1,18})*",
      "TOPIC/PARTITION=OFFSET,…, for instance ad-events/0=123,ad-events/1=456"),
  NAMES("string", "[^,\\s]+(,[^,\\s]+)*", "names with commas and no blanks, for instance a,b"),
  VERSIONS("string", "\\d{1,3}(,\\d{1,3})*", "numbers with commas, for instance 1,2");

  private final String jsonType;
  private final Pattern pattern;
  private final String words;

  Form(String jsonType, String pattern, String words) {
    this.jsonType = jsonType;
    this.pattern = Pattern.compile(pattern, Pattern.DOTALL);
    this.words = words;
  }

  /** Type of the value in JSON: string, integer, number or boolean. */
  public String jsonType() {
    return jsonType;
  }

  /** What its text matches as a whole. */
  public String pattern() {
    return pattern.pattern();
  }

  /** For "it must be …". */
  public String words() {
    return words;
  }

  /** Whether a text has this form. */
  public boolean fits(String text) {
    Predicate<String> more = this == ABOVE_ZERO ? t -> Double.parseDouble(t) > 0 : t -> true;
    return pattern.matcher(text).matches() && more.test(text);
  }
}
