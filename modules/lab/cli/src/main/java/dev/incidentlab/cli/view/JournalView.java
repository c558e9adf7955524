package dev.incidentlab.cli.view;

import dev.incidentlab.api.Answers.JournalLine;
import dev.incidentlab.api.Answers.JournalLines;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What happened so far. */
public final class JournalView {
  /** Columns that the time and the gap after it take. */
  private static final int TEXT_AT = 10;

  private JournalView() {}

  /** Lines for {@code journal}: time in the story, who, what. */
  public static List<String> lines(JournalLines journal, Style style) {
    return journal.lines().stream().flatMap(line -> line(line, style).stream()).toList();
  }

  /** One line of the journal, with who did it unless that is the lab itself. */
  public static List<String> line(JournalLine line, Style style) {
    String who = "lab".equals(line.who()) ? "" : line.who() + ": ";
    List<String> lines = new ArrayList<>();
    for (String part : Text.wrap(who + line.text(), Style.WIDTH - TEXT_AT)) {
      String time = style.paint(Tone.DIM, Figures.time(line.story())) + "  ";
      lines.add(
          (lines.isEmpty() ? time : " ".repeat(TEXT_AT)) + style.paint(tone(line.kind()), part));
    }
    return lines;
  }

  private static Tone tone(String kind) {
    return switch (kind.toUpperCase(Locale.ROOT)) {
      case "ALERT" -> Tone.WARNING;
      case "ERROR" -> Tone.BAD;
      case "VERB", "VERDICT" -> Tone.STRONG;
      case "COMPONENT" -> Tone.DIM;
      default -> Tone.PLAIN;
    };
  }
}
