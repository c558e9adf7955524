package dev.incidentlab.cli.watch;

import dev.incidentlab.api.Answers.Grade;
import dev.incidentlab.api.Answers.JournalLine;
import dev.incidentlab.api.Answers.OracleFinding;
import dev.incidentlab.cli.view.Figures;
import dev.incidentlab.cli.view.GradeView;
import dev.incidentlab.cli.view.JournalView;
import dev.incidentlab.cli.view.Terminal;
import java.util.List;
import java.util.Objects;

/** A line for each change, for a pipe or a build's log. */
final class PlainShow implements Show {
  /** Of the journal that was there before. */
  private static final int FIRST_LINES = 5;

  private final Terminal terminal;

  PlainShow(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void show(Seen before, Seen now) {
    if (before.status() == null && now.status() != null) {
      terminal.print(WatchView.headline(now.status(), terminal.style()));
    }
    int known = before.lines().size();
    int from = known == 0 ? Math.max(0, now.lines().size() - FIRST_LINES) : known;
    for (JournalLine line : now.lines().subList(from, now.lines().size())) {
      terminal.print(JournalView.line(line, terminal.style()));
    }
    if (now.grade() != null && now.grade() != before.grade()) {
      changes(before.grade(), now.grade());
    }
    changed("not graded: ", before.notGraded(), now.notGraded());
    changed("", before.unknown(), now.unknown());
  }

  private void changes(Grade before, Grade now) {
    for (OracleFinding finding : now.findings()) {
      String was =
          before == null
              ? null
              : before.findings().stream()
                  .filter(f -> f.oracle().equals(finding.oracle()))
                  .map(OracleFinding::outcome)
                  .findFirst()
                  .orElse(null);
      if (!finding.outcome().equals(was)) {
        terminal.print(
            "%s  %s  %s: %s"
                .formatted(
                    Figures.time(now.story()),
                    was == null ? finding.outcome() : was + " -> " + finding.outcome(),
                    finding.oracle(),
                    GradeView.found(finding)));
      }
    }
  }

  private void changed(String label, String before, String now) {
    if (now != null && !Objects.equals(before, now)) {
      terminal.print(label + now);
    }
  }

  @Override
  public void say(List<String> lines) {
    terminal.print(lines);
  }

  @Override
  public void close() {
    // What was printed stays.
  }
}
