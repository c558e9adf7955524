package dev.incidentlab.drill;

import java.util.List;
import java.util.Objects;

/**
 * What one oracle found.
 *
 * @param oracle the oracle's name
 * @param expected what must hold, in words
 * @param observed what was seen, in words with numbers
 * @param checked how many things were compared; a PASS that checked nothing is not possible
 * @param examples up to five events that show a failure, with partition and offset
 */
public record Finding(
    String oracle,
    Outcome outcome,
    String expected,
    String observed,
    long checked,
    List<String> examples) {
  /** Examples beyond this many are not kept. */
  public static final int MAX_EXAMPLES = 5;

  public Finding {
    Objects.requireNonNull(oracle, "oracle");
    examples = examples.stream().limit(MAX_EXAMPLES).toList();
    if (outcome == Outcome.PASS && checked == 0) {
      outcome = Outcome.ERROR;
      observed = observed + " (nothing was checked)";
    }
  }

  public static Finding pass(String oracle, String expected, String observed, long checked) {
    return new Finding(oracle, Outcome.PASS, expected, observed, checked, List.of());
  }

  public static Finding fail(
      String oracle, String expected, String observed, long checked, List<String> examples) {
    return new Finding(oracle, Outcome.FAIL, expected, observed, checked, examples);
  }

  public static Finding error(String oracle, String expected, String why) {
    return new Finding(oracle, Outcome.ERROR, expected, why, 0, List.of());
  }
}
