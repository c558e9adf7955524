package dev.incidentlab.cli.view;

import dev.incidentlab.api.Answers.Phase;
import dev.incidentlab.api.StatusAnswers.ComponentView;
import dev.incidentlab.api.StatusAnswers.Dashboard;
import dev.incidentlab.api.StatusAnswers.Status;
import dev.incidentlab.api.StatusAnswers.TableView;
import dev.incidentlab.api.StatusAnswers.Tile;
import dev.incidentlab.cli.view.Table.Cell;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Everything at a glance. */
public final class StatusView {
  private StatusView() {}

  /** Lines for {@code status}. */
  public static List<String> lines(Status status, Style style) {
    List<String> lines = new ArrayList<>();
    lines.add(style.paint(Tone.STRONG, status.run()) + "  " + status.title());
    lines.add(clock(status));
    section(lines, JobsView.table(status.jobs(), style));
    section(lines, tables(status.tables(), style));
    section(lines, dashboard(status.dashboard(), style));
    section(lines, DownstreamViews.brief(status.models(), style));
    section(lines, AlertsView.table(status.alerts(), style));
    section(lines, MessagesView.lines(status.messages(), style));
    section(lines, FlagsView.brief(status.flags(), style));
    section(lines, components(status.components(), style));
    return lines;
  }

  private static void section(List<String> lines, List<String> section) {
    if (!section.isEmpty()) {
      lines.add("");
      lines.addAll(section);
    }
  }

  private static String clock(Status status) {
    String pace = status.pace() == 0 ? "held" : "pace " + Figures.decimal(status.pace());
    String clock =
        "%s   story %s (%s)   page %s   deadline %s"
            .formatted(
                status.phase().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                Figures.time(status.storyNow()),
                pace,
                Figures.minute(status.page()),
                Figures.minute(status.deadline()));
    Long left = Figures.secondsBetween(status.storyNow(), status.deadline());
    if (status.phase() != Phase.ON_CALL || left == null) {
      return clock;
    }
    return clock
        + (left >= 0
            ? " (" + Figures.span(left) + " left)"
            : " (overtime " + Figures.span(-left) + ")");
  }

  private static List<String> tables(List<TableView> tables, Style style) {
    Table table =
        new Table()
            .left("TABLE")
            .right("VERSION")
            .right("ROWS")
            .left("NEWEST EVENT")
            .right("AGE")
            .right("COMMITTED")
            .right("BEHIND");
    for (TableView t : tables) {
      table.row(
          t.name(),
          Figures.count(t.version()),
          Figures.count(t.rows()),
          Figures.time(t.newestEvent()),
          Figures.span(t.eventFreshnessSeconds()),
          t.commitFreshnessSeconds() == null
              ? Figures.NONE
              : Figures.span(t.commitFreshnessSeconds()) + " ago",
          Figures.count(t.behind()));
    }
    List<String> lines = new ArrayList<>(table.lines(style));
    for (TableView t : tables) {
      if (t.unresolvedLetters() > 0) {
        lines.add(
            "  %s: %s"
                .formatted(
                    t.name(),
                    style.paint(
                        Tone.WARNING,
                        Figures.count(t.unresolvedLetters()) + " unresolved dead letters")));
      }
    }
    return lines;
  }

  private static List<String> dashboard(Dashboard dashboard, Style style) {
    if (dashboard == null) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    String name = "dashboard " + dashboard.name();
    if (dashboard.tiles().isEmpty()) {
      lines.add(name + ": " + style.paint(Tone.BAD, "blank"));
      return lines;
    }
    lines.add(name);
    Table table =
        new Table()
            .left("HOUR")
            .right("IMPRESSIONS")
            .right("CLICKS")
            .right("CONVERSIONS")
            .right("SPEND");
    for (Tile tile : dashboard.tiles()) {
      table.row(
          Figures.minute(tile.hour()),
          Figures.count(tile.impressions()),
          Figures.count(tile.clicks()),
          Figures.count(tile.conversions()),
          Figures.amount(tile.spend()));
    }
    lines.addAll(table.lines(style));
    return lines;
  }

  private static List<String> components(List<ComponentView> components, Style style) {
    Table table =
        new Table().left("COMPONENT").left("STATE").right("PID").right("MB").left("ADDRESS");
    for (ComponentView c : components) {
      table.row(
          c.name(),
          c.alive() ? new Cell("up", Tone.GOOD) : new Cell("down", Tone.BAD),
          Long.toString(c.pid()),
          Figures.count(c.residentMegabytes()),
          c.address());
    }
    return table.lines(style);
  }
}
