package dev.incidentlab.cli.watch;

import dev.incidentlab.api.Answers.Grade;
import dev.incidentlab.api.StatusAnswers.AlertView;
import dev.incidentlab.api.StatusAnswers.Status;
import dev.incidentlab.api.StatusAnswers.TableView;
import dev.incidentlab.cli.view.Figures;
import dev.incidentlab.cli.view.GradeView;
import dev.incidentlab.cli.view.JournalView;
import dev.incidentlab.cli.view.Style;
import dev.incidentlab.cli.view.Table;
import dev.incidentlab.cli.view.Table.Cell;
import dev.incidentlab.cli.view.Text;
import dev.incidentlab.cli.view.Tone;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What a watch shows: the clock, alerts, tables, oracles, and the end of the journal. */
final class WatchView {
  static final String KEYS = "h hint   s status   v verify   q quit   ? what the keys do";

  /** What is said of an oracle that found something. */
  private static final int MOST_OBSERVED_LINES = 2;

  /** Less of the journal than this is none. */
  private static final int FEWEST_JOURNAL_LINES = 2;

  private static final int MOST_JOURNAL_LINES = 12;

  private WatchView() {}

  /** As many lines as fit, the keys last. */
  static List<String> lines(Seen seen, Style style, int rows) {
    List<String> lines = new ArrayList<>();
    if (seen.status() != null) {
      lines.add(headline(seen.status(), style));
      lines.addAll(state(seen.status(), style));
    }
    if (seen.unknown() != null) {
      Text.wrap(seen.unknown(), Style.WIDTH)
          .forEach(line -> lines.add(style.paint(Tone.WARNING, line)));
    }
    lines.add("");
    lines.addAll(grade(seen, style));
    List<String> last = List.of("", seen.remark() == null ? KEYS : seen.remark());
    int left = Math.min(rows - lines.size() - last.size() - 1, MOST_JOURNAL_LINES);
    if (left >= FEWEST_JOURNAL_LINES && !seen.lines().isEmpty()) {
      List<String> journal =
          seen.lines().stream()
              .skip(Math.max(0, seen.lines().size() - left))
              .flatMap(line -> JournalView.line(line, style).stream())
              .toList();
      lines.add("");
      lines.addAll(journal.subList(Math.max(0, journal.size() - left), journal.size()));
    }
    // Keys are the last to go.
    List<String> fitting = lines.subList(0, Math.min(lines.size(), Math.max(0, rows - 2)));
    List<String> all = new ArrayList<>(fitting);
    all.addAll(last);
    return all;
  }

  /** The run, its clock and its deadline. */
  static String headline(Status status, Style style) {
    String pace = status.pace() == 0 ? "held" : "pace " + Figures.decimal(status.pace());
    Long left = Figures.secondsBetween(status.storyNow(), status.deadline());
    String toDeadline =
        left >= 0 ? Figures.span(left) + " left" : "overtime " + Figures.span(-left);
    return "%s   story %s (%s)   deadline %s, %s"
        .formatted(
            style.paint(Tone.STRONG, status.run()),
            Figures.time(status.storyNow()),
            pace,
            Figures.minute(status.deadline()),
            style.paint(left >= 0 ? Tone.PLAIN : Tone.BAD, toDeadline));
  }

  private static List<String> state(Status status, Style style) {
    Table table = new Table().left("").left("");
    List<AlertView> firing =
        status.alerts().stream().filter(a -> !a.state().equals("resolved")).toList();
    String alerts =
        firing.stream()
            .map(a -> "%s %s since %s".formatted(a.name(), a.state(), Figures.time(a.firedAt())))
            .collect(Collectors.joining("\n"));
    table.row(
        "alerts", firing.isEmpty() ? new Cell("none", Tone.GOOD) : new Cell(alerts, Tone.BAD));
    table.row(
        "tables", status.tables().stream().map(WatchView::table).collect(Collectors.joining("\n")));
    return table.lines(style);
  }

  private static String table(TableView table) {
    String age =
        table.eventFreshnessSeconds() == null
            ? "has no event"
            : "newest event " + Figures.span(table.eventFreshnessSeconds()) + " old";
    return "%s %s, %s behind%s"
        .formatted(
            table.name(),
            age,
            Figures.count(table.behind()),
            table.unresolvedLetters() == 0
                ? ""
                : ", %s dead letters".formatted(Figures.count(table.unresolvedLetters())));
  }

  private static List<String> grade(Seen seen, Style style) {
    List<String> lines = new ArrayList<>();
    Grade grade = seen.grade();
    if (grade != null) {
      lines.add(
          "%s  %s"
              .formatted(
                  style.paint(tone(grade.outcome()), grade.outcome()),
                  style.paint(
                      Tone.DIM,
                      "as of %s in the story; asked anew every few seconds"
                          .formatted(Figures.time(grade.story())))));
      lines.addAll(GradeView.table(grade.findings(), MOST_OBSERVED_LINES, style));
    }
    if (seen.notGraded() != null) {
      lines.addAll(Text.wrap("not graded: " + seen.notGraded(), Style.WIDTH));
    } else if (grade == null) {
      lines.add(style.paint(Tone.DIM, "the oracles are asked …"));
    }
    return lines;
  }

  private static Tone tone(String outcome) {
    return outcome.equals("PASS") ? Tone.GOOD : Tone.BAD;
  }
}
