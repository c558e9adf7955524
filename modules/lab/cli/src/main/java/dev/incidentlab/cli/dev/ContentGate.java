package dev.incidentlab.cli.dev;

import dev.incidentlab.api.Answers.Done;
import dev.incidentlab.api.Answers.OracleFinding;
import dev.incidentlab.api.Answers.Solution;
import dev.incidentlab.api.Answers.SolutionStep;
import dev.incidentlab.api.Answers.Verdict;
import dev.incidentlab.api.LabClient;
import dev.incidentlab.api.LabException;
import dev.incidentlab.api.Verb;
import dev.incidentlab.cli.dev.CheckedScenario.CheckedFix;
import dev.incidentlab.cli.drill.Autopilot.Steps;
import dev.incidentlab.cli.drill.StepWords;
import dev.incidentlab.cli.view.Terminal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Works every fix of a scenario from the page of one lab, which is put back to it before each, and
 * holds the verdicts against what the scenario says: nothing done fails, right ones pass, wrong
 * ones are failed by the oracle that they name.
 */
public final class ContentGate {
  private static final int REFUSED = 2;
  private static final String NOTHING_DONE = "(nothing done)";

  private final LabClient client;
  private final Steps steps;
  private final Terminal output;

  /** Of the page as it is; null until it is there. */
  private Verdict untouched;

  /**
   * How one fix came out.
   *
   * @param asExpected whether that is what the scenario says
   * @param seen in a few words
   */
  public record Result(
      String fix, String expected, boolean asExpected, String seen, Duration took) {}

  /**
   * @param steps runs a verb as typed
   * @param output where the answers of steps go
   */
  public ContentGate(LabClient client, Steps steps, Terminal output) {
    this.client = client;
    this.steps = steps;
    this.output = output;
  }

  /**
   * Works all fixes.
   *
   * @param told gets each result as it is there
   * @return all of them
   */
  public List<Result> work(CheckedScenario scenario, Consumer<Result> told) {
    List<Result> results = new ArrayList<>();
    results.add(timed(NOTHING_DONE, "FAIL", this::nothingDone));
    told.accept(results.get(0));
    for (CheckedFix fix : scenario.fixes()) {
      String expected = fix.right() ? "PASS" : "FAIL by " + fix.caughtBy();
      Result result = timed(fix.id(), expected, () -> worked(fix));
      results.add(result);
      told.accept(result);
    }
    return results;
  }

  private interface Attempt {
    Seen attempt();
  }

  private record Seen(boolean asExpected, String words) {}

  private static Result timed(String fix, String expected, Attempt attempt) {
    long begun = System.nanoTime();
    Seen seen;
    try {
      seen = attempt.attempt();
    } catch (LabException e) {
      seen = new Seen(false, e.getMessage());
    }
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    return new Result(fix, expected, seen.asExpected(), seen.words(), took);
  }

  private Seen nothingDone() {
    untouched = verify();
    return new Seen(untouched.outcome().equals("FAIL"), words(untouched));
  }

  private Seen worked(CheckedFix fix) {
    Solution solution = client.use(Verb.SOLUTION, Map.of("fix", fix.id()), Solution.class);
    if (solution.steps().isEmpty() && untouched != null) {
      return seen(fix, untouched);
    }
    client.use(Verb.REWIND, Map.of(), Done.class);
    for (SolutionStep step : solution.steps()) {
      output.print("./lab " + step.run());
      if (steps.run(StepWords.split(step.run()), output) >= REFUSED) {
        return new Seen(false, "step `./lab %s` was refused".formatted(step.run()));
      }
    }
    return seen(fix, verify());
  }

  private static Seen seen(CheckedFix fix, Verdict verdict) {
    boolean asExpected =
        fix.right()
            ? verdict.outcome().equals("PASS")
            : verdict.outcome().equals("FAIL") && failed(verdict).contains(fix.caughtBy());
    return new Seen(asExpected, words(verdict));
  }

  private Verdict verify() {
    return client.use(Verb.VERIFY, Map.of(), Verdict.class);
  }

  private static List<String> failed(Verdict verdict) {
    return verdict.findings().stream()
        .filter(finding -> finding.outcome().equals("FAIL"))
        .map(OracleFinding::oracle)
        .toList();
  }

  /** The outcome, and which oracles did not pass. */
  private static String words(Verdict verdict) {
    String others =
        verdict.findings().stream()
            .filter(finding -> !finding.outcome().equals("PASS"))
            .map(
                finding ->
                    finding.outcome().equals("ERROR")
                        ? finding.oracle() + " (" + finding.observed() + ")"
                        : finding.oracle())
            .collect(Collectors.joining(", "));
    return others.isEmpty() ? verdict.outcome() : verdict.outcome() + " by " + others;
  }
}
