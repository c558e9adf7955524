package dev.incidentlab.drill;

/**
 * A limit on what a probe sees.
 *
 * @param probe the probe's name
 * @param limit compared with {@link Observation#value()}; seconds for durations
 * @param limitText the limit as the scenario writes it
 */
public record Condition(String probe, Comparison comparison, double limit, String limitText) {

  /** Which side of the limit the condition holds on. */
  public enum Comparison {
    ABOVE("above"),
    AT_MOST("at most");

    private final String words;

    Comparison(String words) {
      this.words = words;
    }
  }

  public boolean holdsFor(Observation observation) {
    return switch (comparison) {
      case ABOVE -> observation.value() > limit;
      case AT_MOST -> observation.value() <= limit;
    };
  }

  @Override
  public String toString() {
    return probe + " " + comparison.words + " " + limitText;
  }
}
