package dev.incidentlab.cli.doctor;

/**
 * What one check found.
 *
 * @param subject what was looked at
 * @param observed what was seen
 * @param remedy what to do about it; empty if all is well
 */
public record Check(Level level, String subject, String observed, String remedy) {
  /** How bad it is. */
  public enum Level {
    OK,
    WARN,
    /** A lab will not run. */
    BAD
  }

  public static Check ok(String subject, String observed) {
    return new Check(Level.OK, subject, observed, "");
  }

  /**
   * Judges an amount by what is comfortable and what is too little.
   *
   * @param unit what the amounts are in, as shown
   */
  static Check amount(
      String subject, long amount, long comfortable, long least, String unit, String remedy) {
    String observed = "%d %s".formatted(amount, unit);
    if (amount >= comfortable) {
      return ok(subject, observed);
    }
    Level level = amount >= least ? Level.WARN : Level.BAD;
    return new Check(
        level, subject, "%s; %d or more are comfortable".formatted(observed, comfortable), remedy);
  }
}
