package dev.incidentlab.cli.view;

import dev.incidentlab.api.Answers.OracleFinding;
import dev.incidentlab.api.Answers.Verdict;
import java.util.ArrayList;
import java.util.List;

/** The verdict, oracle by oracle. */
public final class VerdictView {
  private static final String INDENT = "       ";

  private VerdictView() {}

  /** Lines for {@code verify}. */
  public static List<String> lines(Verdict verdict, Style style) {
    List<String> lines = new ArrayList<>();
    for (OracleFinding finding : verdict.findings()) {
      lines.add(
          "%s  %s  %s"
              .formatted(
                  mark(finding.outcome(), style),
                  style.paint(Tone.STRONG, finding.oracle()),
                  style.paint(Tone.DIM, Figures.count(finding.checked()) + " checked")));
      lines.addAll(labelled("expected ", finding.expected()));
      lines.addAll(labelled("observed ", finding.observed()));
      for (String example : finding.examples()) {
        lines.addAll(labelled("example  ", example));
      }
    }
    lines.add("");
    lines.add("verdict: " + style.paint(tone(verdict.outcome()), verdict.outcome()));
    return lines;
  }

  private static List<String> labelled(String label, String text) {
    int width = Style.WIDTH - INDENT.length() - label.length();
    List<String> lines = new ArrayList<>();
    for (String part : Text.wrap(text == null ? Figures.NONE : text, width)) {
      lines.add(INDENT + (lines.isEmpty() ? label : " ".repeat(label.length())) + part);
    }
    return lines;
  }

  /** The outcome, as wide as the widest. */
  private static String mark(String outcome, Style style) {
    return style.paint(tone(outcome), outcome) + " ".repeat(Math.max(0, 5 - outcome.length()));
  }

  private static Tone tone(String outcome) {
    return outcome.equals("PASS") ? Tone.GOOD : Tone.BAD;
  }
}
