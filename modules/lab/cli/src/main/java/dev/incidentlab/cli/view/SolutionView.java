package dev.incidentlab.cli.view;

import dev.incidentlab.api.Answers.Solution;
import dev.incidentlab.api.Answers.SolutionStep;
import java.util.ArrayList;
import java.util.List;

/** A worked way to deal with the incident. */
public final class SolutionView {
  private static final String INDENT = "     ";

  private SolutionView() {}

  /** Lines for {@code solution}. */
  public static List<String> lines(Solution solution, Style style) {
    List<String> lines = new ArrayList<>(heading(solution, style));
    int number = 0;
    for (SolutionStep step : solution.steps()) {
      number++;
      lines.addAll(step(number, step, style));
    }
    return lines;
  }

  /** The fix's name, and whether it is a wrong one. */
  public static List<String> heading(Solution solution, Style style) {
    List<String> lines = new ArrayList<>();
    lines.add(style.paint(Tone.STRONG, solution.id()) + "  " + solution.title());
    if (solution.caughtBy() != null) {
      lines.add(
          style.paint(
              Tone.WARNING, "a wrong fix: oracle %s must fail".formatted(solution.caughtBy())));
    }
    return lines;
  }

  /** A step: number, reason, command. */
  public static List<String> step(int number, SolutionStep step, Style style) {
    List<String> lines = new ArrayList<>();
    lines.add("");
    String mark = (number < 10 ? "  " : " ") + number + "  ";
    String why = step.why() == null ? "" : step.why();
    for (String part : Text.wrap(why, Style.WIDTH - INDENT.length())) {
      lines.add((lines.size() == 1 ? mark : INDENT) + part);
    }
    lines.add(INDENT + style.paint(Tone.STRONG, "./lab " + step.run()));
    return lines;
  }
}
