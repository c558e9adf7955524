package dev.incidentlab.cli.view;

import java.time.Duration;
import java.time.Instant;

/** Numbers and times as people read them. */
public final class Figures {
  /** Shown for what is not known or not there. */
  public static final String NONE = "-";

  private static final char THIN_SPACE = '\u2009';
  private static final int GROUP = 3;
  private static final int CENTS = 100;

  /** Where the time of day is in an ISO-8601 instant: {@code 2026-11-22T09:30:00.5Z}. */
  private static final int TIME_FROM = 11;

  private static final int TIME_TO = 19;
  private static final int MINUTES_TO = 16;

  private Figures() {}

  /** Digits in groups of three, for instance {@code 1 234 567} with thin spaces. */
  public static String count(long number) {
    StringBuilder text = new StringBuilder(Long.toString(number));
    int firstDigit = number < 0 ? 1 : 0;
    for (int at = text.length() - GROUP; at > firstDigit; at -= GROUP) {
      text.insert(at, THIN_SPACE);
    }
    return text.toString();
  }

  /** As {@link #count(long)}; {@link #NONE} for null. */
  public static String count(Long number) {
    return number == null ? NONE : count(number.longValue());
  }

  /** An amount with two decimals. */
  public static String amount(double amount) {
    long cents = Math.round(amount * CENTS);
    long fraction = Math.abs(cents % CENTS);
    String sign = cents < 0 ? "-" : "";
    return sign + count(Math.abs(cents / CENTS)) + "." + (fraction < 10 ? "0" : "") + fraction;
  }

  /** A number without a needless fraction: {@code 1}, {@code 2.5}. */
  public static String decimal(double number) {
    return number == Math.rint(number) ? count(Math.round(number)) : Double.toString(number);
  }

  /** Time of day of an instant, {@code HH:MM:SS}; {@link #NONE} for null. */
  public static String time(String instant) {
    return timeOfDay(instant, TIME_TO);
  }

  /** Time of day of an instant, {@code HH:MM}; {@link #NONE} for null. */
  public static String minute(String instant) {
    return timeOfDay(instant, MINUTES_TO);
  }

  private static String timeOfDay(String instant, int to) {
    if (instant == null) {
      return NONE;
    }
    return instant.length() >= TIME_TO ? instant.substring(TIME_FROM, to) : instant;
  }

  /** A length of time in its two greatest units: {@code 42s}, {@code 11m 03s}, {@code 2h 05m}. */
  public static String span(Long seconds) {
    if (seconds == null) {
      return NONE;
    }
    Duration span = Duration.ofSeconds(Math.abs(seconds));
    String sign = seconds < 0 ? "-" : "";
    if (span.toHours() > 0) {
      return sign + span.toHours() + "h " + twoDigits(span.toMinutesPart()) + "m";
    }
    return span.toMinutes() > 0
        ? sign + span.toMinutes() + "m " + twoDigits(span.toSecondsPart()) + "s"
        : sign + span.toSeconds() + "s";
  }

  /** Seconds from one instant to another; null if either is missing. */
  public static Long secondsBetween(String from, String to) {
    return from == null || to == null
        ? null
        : (Long) Duration.between(Instant.parse(from), Instant.parse(to)).toSeconds();
  }

  private static String twoDigits(int number) {
    return number < 10 ? "0" + number : Integer.toString(number);
  }
}
