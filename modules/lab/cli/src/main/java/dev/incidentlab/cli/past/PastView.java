package dev.incidentlab.cli.past;

import dev.incidentlab.cli.view.Figures;
import dev.incidentlab.cli.view.Style;
import dev.incidentlab.cli.view.Text;
import dev.incidentlab.cli.view.Tone;
import java.util.ArrayList;
import java.util.List;

/** Lines of a journal, each with both clocks, who and what. */
final class PastView {
  /** What the two clocks and the gaps behind them take. */
  private static final int TEXT_AT = 20;

  private PastView() {}

  /** What the lines below it are of. */
  static List<String> heading(String run, PastJournal journal, Style style) {
    List<String> lines = new ArrayList<>();
    String end =
        switch (journal.phase()) {
          case "ENDED" -> "ended with its final verdict";
          case "FAILED" -> "the drill failed";
          case "STOPPING" -> "the lab was stopped";
          default -> "ended without a word";
        };
    lines.add(
        "%s   %s lines%s, %s"
            .formatted(
                style.paint(Tone.STRONG, run),
                Figures.count(journal.lines().size()),
                journal.attempts() > 1 ? ", %d attempts".formatted(journal.attempts()) : "",
                end));
    for (String damage : journal.damage()) {
      Text.wrap(damage, Style.WIDTH).forEach(l -> lines.add(style.paint(Tone.WARNING, l)));
    }
    lines.add(style.paint(Tone.DIM, "    WALL     STORY"));
    return lines;
  }

  /**
   * A line, below a heading if an attempt begins with it.
   *
   * @param before the one that is shown above it; null for the first
   * @param first of the journal, from which wall time counts
   */
  static List<String> line(PastLine line, PastLine before, PastLine first, Style style) {
    List<String> lines = new ArrayList<>();
    if (before != null && before.attempt() != line.attempt()) {
      lines.add("");
      lines.add(style.paint(Tone.STRONG, "Attempt %d".formatted(line.attempt())));
    }
    String clocks =
        "%8s  %8s"
            .formatted(
                "+" + Figures.span(line.wallSince(first)), Figures.time(line.story().toString()));
    String who = line.who().equals("lab") ? "" : line.who() + ": ";
    String kind = line.fault() ? "fault: " : "";
    boolean begun = false;
    for (String part : Text.wrap(who + kind + line.text(), Style.WIDTH - TEXT_AT)) {
      lines.add(
          (begun ? " ".repeat(TEXT_AT) : style.paint(Tone.DIM, clocks) + "  ")
              + style.paint(tone(line), part));
      begun = true;
    }
    return lines;
  }

  private static Tone tone(PastLine line) {
    return switch (line.kind()) {
      case "FAULT", "ERROR" -> Tone.BAD;
      case "ALERT" -> Tone.WARNING;
      case "VERB", "VERDICT" -> Tone.STRONG;
      case "COMPONENT", "STEP" -> Tone.DIM;
      default -> Tone.PLAIN;
    };
  }
}
