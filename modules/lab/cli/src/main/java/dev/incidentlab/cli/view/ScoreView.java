package dev.incidentlab.cli.view;

import dev.incidentlab.api.ScoreAnswers.Dimension;
import dev.incidentlab.api.ScoreAnswers.Measure;
import dev.incidentlab.api.ScoreAnswers.Score;
import java.util.ArrayList;
import java.util.List;

/** The score, dimension by dimension, each with what it is based on. */
public final class ScoreView {
  private static final String INDENT = "  ";

  private ScoreView() {}

  /** Lines for {@code score}. */
  public static List<String> lines(Score score, Style style) {
    List<String> lines = new ArrayList<>();
    lines.add(style.paint(Tone.STRONG, "Score of " + score.run()) + ", " + score.outcome());
    lines.addAll(Text.wrap(score.clocks(), Style.WIDTH));
    for (Dimension dimension : score.dimensions()) {
      lines.add("");
      List<String> summary = Text.wrap(dimension.name() + ": " + dimension.summary(), Style.WIDTH);
      summary.forEach(line -> lines.add(style.paint(Tone.STRONG, line)));
      Table table = new Table().left("").left("");
      for (Measure measure : dimension.measures()) {
        table.row(INDENT + measure.what(), measure.text());
      }
      lines.addAll(table.lines(style));
      for (String line : Text.indented(INDENT, "based on " + dimension.basedOn())) {
        lines.add(style.paint(Tone.DIM, line));
      }
    }
    lines.add("");
    lines.add("written to " + score.report());
    return lines;
  }
}
