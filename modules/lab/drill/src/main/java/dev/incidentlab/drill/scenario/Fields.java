package dev.incidentlab.drill.scenario;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The keys of a mapping in a scenario file, each asked for with its type and with what it is about.
 * The same reading is done on a file ({@link YamlMap}), for its values, and on nothing ({@link
 * SchemaFields}), for the schema that editors check such files by: what is read and what is
 * published cannot differ.
 */
abstract class Fields {
  static final String TIME = "a time of day such as \"09:30\"";
  static final String DURATION = "a duration such as 90s, 10m or 2h";
  static final Pattern DURATION_FORM = Pattern.compile("(\\d+)(s|m|h)");

  /** A text; empty if it is missing, which is a problem. */
  abstract String text(String key, String about);

  abstract Optional<String> optionalText(String key, String about);

  /** One of some words. */
  abstract String word(String key, Collection<String> words, String about);

  abstract int wholeNumber(String key, int least, String about);

  abstract Optional<Long> optionalWholeNumber(String key, String about);

  abstract double number(String key, double least, String about);

  abstract Optional<Boolean> optionalFlag(String key, String about);

  abstract LocalDate date(String key, String about);

  abstract LocalTime time(String key, String about);

  abstract Optional<LocalTime> optionalTime(String key, String about);

  abstract Duration duration(String key, String about);

  abstract Optional<Duration> optionalDuration(String key, String about);

  /** A nested mapping; a stand-in, with a problem, if it is missing. */
  abstract <T> T map(String key, String about, Function<Fields, T> read);

  abstract <T> Optional<T> optionalMap(String key, String about, Function<Fields, T> read);

  /** A list of mappings; absent means empty. */
  abstract <T> List<T> maps(String key, String about, Function<Fields, T> read);

  /** A list of mappings that must have one. */
  abstract <T> List<T> someMaps(String key, String about, Function<Fields, T> read);

  /** A list of texts; absent means empty. */
  abstract List<String> texts(String key, String about);

  /** A list of some of these words; absent means empty. */
  abstract List<String> words(String key, Collection<String> words, String about);

  abstract List<LocalTime> times(String key, String about);

  /** A mapping of names to plain values: texts, numbers and booleans; absent means empty. */
  abstract Map<String, Object> plain(String key, String about);

  /**
   * Exactly one of several keys.
   *
   * @param about by key
   * @return the key that is there and its text; the first with an empty text, and a problem, if it
   *     is not exactly one
   */
  abstract Map.Entry<String, String> oneOf(Map<String, String> about);

  /** Something is wrong with a key's value; the message says what to do. */
  abstract void problem(String key, String message);

  /** Parses {@code 90s}, {@code 10m} or {@code 2h}. */
  static Duration parseDuration(String text) {
    Matcher m = DURATION_FORM.matcher(text);
    if (!m.matches()) {
      throw new DateTimeException("no duration: " + text);
    }
    long amount = Long.parseLong(m.group(1));
    return switch (m.group(2)) {
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      default -> Duration.ofHours(amount);
    };
  }
}
