package dev.incidentlab.cli.drill;

import dev.incidentlab.api.Answers.JournalLine;
import dev.incidentlab.api.Answers.JournalLines;
import dev.incidentlab.api.Answers.Solution;
import dev.incidentlab.api.Answers.SolutionStep;
import dev.incidentlab.api.Answers.Verdict;
import dev.incidentlab.api.LabClient;
import dev.incidentlab.api.LabException;
import dev.incidentlab.api.Verb;
import dev.incidentlab.cli.view.SolutionView;
import dev.incidentlab.cli.view.Terminal;
import dev.incidentlab.cli.view.Tone;
import dev.incidentlab.cli.view.VerdictView;
import java.util.List;
import java.util.Map;

/** Works a solution step by step, as a person would type it, and has the outcome judged. */
public final class Autopilot {
  private static final String INDENT = "     ";
  private static final int REFUSED = 2;

  private final LabClient client;
  private final Terminal terminal;
  private final Steps steps;

  /** Runs a verb as typed. */
  @FunctionalInterface
  public interface Steps {
    /**
     * @param words without {@code ./lab}
     * @param terminal where its answer goes
     * @return exit status
     */
    int run(List<String> words, Terminal terminal);
  }

  public Autopilot(LabClient client, Terminal terminal, Steps steps) {
    this.client = client;
    this.terminal = terminal;
    this.steps = steps;
  }

  /**
   * Works a fix.
   *
   * @param fix its id; null for the scenario's first solution
   * @param page the journal's line at the page
   * @throws LabException if a step is refused
   */
  public Verdict work(String fix, JournalLine page) {
    Map<String, String> which = fix == null ? Map.of() : Map.of("fix", fix);
    Solution solution = client.use(Verb.SOLUTION, which, Solution.class);
    terminal.print("");
    terminal.print(Tone.STRONG, "Autopilot");
    terminal.print(SolutionView.heading(solution, terminal.style()));
    int number = 0;
    for (SolutionStep step : solution.steps()) {
      number++;
      run(number, step);
    }
    Verdict verdict = judge();
    terminal.print("");
    terminal.print(Timeline.lines(page, journalAfter(page), terminal.style()));
    expectation(solution, verdict);
    return verdict;
  }

  private void run(int number, SolutionStep step) {
    terminal.print(SolutionView.step(number, step, terminal.style()));
    if (steps.run(StepWords.split(step.run()), terminal.indented(INDENT)) >= REFUSED) {
      throw new LabException(
          0,
          "step %d, `./lab %s`, was refused; the autopilot ends here"
              .formatted(number, step.run()));
    }
  }

  private Verdict judge() {
    terminal.print("");
    terminal.print(Tone.STRONG, "Verdict");
    Verdict verdict = client.use(Verb.VERIFY, Map.of(), Verdict.class);
    terminal.print(VerdictView.lines(verdict, terminal.style()));
    return verdict;
  }

  private List<JournalLine> journalAfter(JournalLine page) {
    Map<String, String> after = Map.of("after", Long.toString(page.seq()), "waitMillis", "0");
    return client.use(Verb.JOURNAL, after, JournalLines.class).lines();
  }

  private void expectation(Solution solution, Verdict verdict) {
    if (solution.caughtBy() == null) {
      return;
    }
    boolean caught =
        verdict.findings().stream()
            .anyMatch(f -> f.oracle().equals(solution.caughtBy()) && f.outcome().equals("FAIL"));
    terminal.print("");
    terminal.print(
        caught ? Tone.GOOD : Tone.BAD,
        "a wrong fix; oracle %s %s"
            .formatted(solution.caughtBy(), caught ? "caught it" : "did not catch it"));
  }
}
