package dev.incidentlab.cli.doctor;

import dev.incidentlab.cli.view.Style;
import dev.incidentlab.cli.view.Table;
import dev.incidentlab.cli.view.Table.Cell;
import dev.incidentlab.cli.view.Tone;
import java.util.List;

/** Checks as lines: level, subject, what was seen and what to do. */
public final class CheckView {
  private CheckView() {}

  /** Lines for {@code doctor}. */
  public static List<String> lines(List<Check> checks, Style style) {
    Table table = new Table().left("").left("").left("");
    for (Check check : checks) {
      String text = check.observed() + (check.remedy().isEmpty() ? "" : "; " + check.remedy());
      table.row(new Cell(check.level().name(), tone(check.level())), check.subject(), text);
    }
    return table.lines(style);
  }

  private static Tone tone(Check.Level level) {
    return switch (level) {
      case OK -> Tone.GOOD;
      case WARN -> Tone.WARNING;
      case BAD -> Tone.BAD;
    };
  }
}
