package dev.incidentlab.server.verbs;

import dev.incidentlab.ingest.Offsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A verb's arguments by name, with what is wrong about them said in one place.
 *
 * @param verb the verb's words, for messages
 */
record Arguments(String verb, Map<String, String> values) {

  Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name)).filter(v -> !v.isBlank());
  }

  String required(String name) {
    return text(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s: %s is missing; see `./lab %s --help`".formatted(verb, name, verb)));
  }

  int wholeNumber(String name, int otherwise) {
    return text(name)
        .map(value -> parse(name, value, "a whole number", Integer::valueOf))
        .orElse(otherwise);
  }

  /** A count from 1 to {@code most}. */
  int wholeNumber(String name, int otherwise, int most) {
    int value = wholeNumber(name, otherwise);
    if (value < 1 || value > most) {
      throw new IllegalArgumentException(
          "%s: %s is %d; it must be from 1 to %d".formatted(verb, name, value, most));
    }
    return value;
  }

  /** An offset or a version, which must be given. */
  long offset(String name) {
    long value = parse(name, required(name), "a whole number", Long::valueOf);
    if (value < 0) {
      throw new IllegalArgumentException(
          "%s: %s is %d; it must not be below 0".formatted(verb, name, value));
    }
    return value;
  }

  /** Offsets by partition, {@code 0=12,1=9}; empty if not given. */
  Map<Integer, Long> offsets(String name) {
    return text(name)
        .map(value -> parse(name, value, "PARTITION=OFFSET,…", Offsets::parse))
        .orElse(Map.of());
  }

  double number(String name, double otherwise) {
    return text(name)
        .map(value -> parse(name, value, "a number", Double::valueOf))
        .orElse(otherwise);
  }

  boolean flag(String name) {
    return text(name).map(Boolean::parseBoolean).orElse(false);
  }

  /** One of an enum's names, in lower case with dashes. */
  <E extends Enum<E>> E choice(String name, Class<E> type, E otherwise) {
    return text(name)
        .map(value -> parse(name, value, "one of " + names(type), v -> choice(type, v)))
        .orElse(otherwise);
  }

  /** A time of day in the story, {@code 09:30} or {@code 09:30:15}, or a whole ISO instant. */
  Optional<Instant> storyTime(String name, Instant today) {
    return text(name)
        .map(
            value ->
                parse(
                    name,
                    value,
                    "a story time such as 09:30 or 2026-03-03T09:30:00Z",
                    v -> parseStoryTime(v, today)));
  }

  /** {@code 90s}, {@code 10m}, {@code 2h}, or an ISO duration. */
  Optional<Duration> duration(String name) {
    return text(name)
        .map(
            value ->
                parse(name, value, "a duration such as 90s, 10m or 2h", Arguments::parseDuration));
  }

  /** {@code 512KB}, {@code 64MB}, {@code 1GB}, in powers of 1024. */
  long bytes(String name, long otherwise) {
    return text(name)
        .map(value -> parse(name, value, "a size such as 512KB, 64MB or 1GB", Arguments::parseSize))
        .orElse(otherwise);
  }

  /** Names with commas; none if not given. */
  List<String> names(String name) {
    return text(name).map(value -> List.of(value.split(","))).orElse(List.of());
  }

  private interface Parser<T> {
    T from(String text);
  }

  private <T> T parse(String name, String value, String what, Parser<T> parser) {
    try {
      return parser.from(value);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new IllegalArgumentException(
          "%s: %s must be %s, but is '%s'".formatted(verb, name, what, value), e);
    }
  }

  private static <E extends Enum<E>> E choice(Class<E> type, String value) {
    return Enum.valueOf(type, value.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  private static <E extends Enum<E>> String names(Class<E> type) {
    return String.join(
        ", ",
        Arrays.stream(type.getEnumConstants())
            .map(e -> e.name().toLowerCase(Locale.ROOT).replace('_', '-'))
            .toList());
  }

  private static Instant parseStoryTime(String text, Instant today) {
    return text.contains("T")
        ? Instant.parse(text)
        : today
            .atZone(ZoneOffset.UTC)
            .toLocalDate()
            .atTime(LocalTime.parse(text))
            .toInstant(ZoneOffset.UTC);
  }

  private static long parseSize(String text) {
    int unit = text.length() - 2;
    int power = List.of("KB", "MB", "GB").indexOf(text.substring(Math.max(0, unit))) + 1;
    if (power == 0) {
      throw new IllegalArgumentException(text);
    }
    return Long.parseLong(text.substring(0, unit)) << (10 * power);
  }

  private static Duration parseDuration(String text) {
    return Duration.parse(text.startsWith("P") ? text : "PT" + text.toUpperCase(Locale.ROOT));
  }
}
