package dev.incidentlab.cli.drill;

import dev.incidentlab.api.Answers.JournalLine;
import dev.incidentlab.cli.view.Figures;
import dev.incidentlab.cli.view.Style;
import dev.incidentlab.cli.view.Table;
import dev.incidentlab.cli.view.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** When what was done, counted from the page, on both clocks. */
final class Timeline {
  private static final Set<String> KINDS = Set.of("VERB", "VERDICT", "ALERT");
  private static final int TEXT = 46;

  private Timeline() {}

  /**
   * Lines for the end of a worked solution.
   *
   * @param page the journal's line at the page
   * @param after its lines since then
   */
  static List<String> lines(JournalLine page, List<JournalLine> after, Style style) {
    Table table = new Table().left("SINCE THE PAGE").right("STORY").right("WALL").left("AT");
    table.row("page", "0s", "0s", Figures.time(page.story()));
    for (JournalLine line : after) {
      if (KINDS.contains(line.kind().toUpperCase(Locale.ROOT))) {
        table.row(
            shortened(line.text()),
            Figures.span(Figures.secondsBetween(page.story(), line.story())),
            Figures.span(Figures.secondsBetween(page.wall(), line.wall())),
            Figures.time(line.story()));
      }
    }
    return new ArrayList<>(table.lines(style));
  }

  private static String shortened(String text) {
    if (text.length() <= TEXT) {
      return text;
    }
    String line = Text.wrap(text, TEXT - 2).get(0);
    return (line.length() <= TEXT - 2 ? line : line.substring(0, TEXT - 2)) + " …";
  }
}
