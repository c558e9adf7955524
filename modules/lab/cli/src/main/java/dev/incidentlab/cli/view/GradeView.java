package dev.incidentlab.cli.view;

import dev.incidentlab.api.Answers.Grade;
import dev.incidentlab.api.Answers.OracleFinding;
import dev.incidentlab.cli.view.Table.Cell;
import java.util.ArrayList;
import java.util.List;

/** How the oracles find it, a row each. */
public final class GradeView {
  /** Columns that stand before what was observed. */
  private static final int OUTCOME = 7;

  private static final int GAP = 2;

  private GradeView() {}

  /** Lines for {@code grade}. */
  public static List<String> lines(Grade grade, Style style) {
    List<String> lines = new ArrayList<>(table(grade.findings(), Integer.MAX_VALUE, style));
    lines.add("");
    lines.add(
        "grade: %s, as of %s in the story"
            .formatted(
                style.paint(tone(grade.outcome()), grade.outcome()), Figures.time(grade.story())));
    return lines;
  }

  /**
   * A row for each oracle.
   *
   * @param most lines of what was observed
   */
  public static List<String> table(List<OracleFinding> findings, int most, Style style) {
    Table table = new Table().left("").left("").left("");
    int before =
        OUTCOME + GAP + findings.stream().mapToInt(f -> f.oracle().length()).max().orElse(0);
    for (OracleFinding finding : findings) {
      boolean passed = finding.outcome().equals("PASS");
      table.row(
          new Cell(finding.outcome(), tone(finding.outcome())),
          finding.oracle(),
          new Cell(
              cut(found(finding), Style.WIDTH - before, most), passed ? Tone.DIM : Tone.PLAIN));
    }
    return table.lines(style);
  }

  /** What does not pass says why; of what does, how much was looked at is enough. */
  public static String found(OracleFinding finding) {
    return finding.outcome().equals("PASS")
        ? Figures.count(finding.checked()) + " checked"
        : finding.observed();
  }

  private static String cut(String text, int width, int most) {
    List<String> lines = Text.wrap(text, width - GAP);
    return lines.size() <= most ? text : String.join("\n", lines.subList(0, most)) + " …";
  }

  private static Tone tone(String outcome) {
    return outcome.equals("PASS") ? Tone.GOOD : Tone.BAD;
  }
}
