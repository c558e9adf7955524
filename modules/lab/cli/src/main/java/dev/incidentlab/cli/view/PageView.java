package dev.incidentlab.cli.view;

import dev.incidentlab.api.StatusAnswers.AlertView;
import dev.incidentlab.api.StatusAnswers.ComponentView;
import dev.incidentlab.api.StatusAnswers.Job;
import dev.incidentlab.api.StatusAnswers.Status;
import java.util.ArrayList;
import java.util.List;

/** The page: what someone on call reads at half past nine. */
public final class PageView {
  private static final String RULE = "-".repeat(Style.WIDTH);
  private static final String PAGE = "page";

  private PageView() {}

  /**
   * Lines for the person who is paged.
   *
   * @param status as it is once the page is out
   */
  public static List<String> lines(Status status, Style style) {
    List<String> lines = new ArrayList<>();
    lines.add(RULE);
    lines.add(
        "%s  %s in the story"
            .formatted(style.paint(Tone.BAD, "PAGE"), Figures.time(status.storyNow())));
    lines.addAll(Text.indented("", status.story().replace('\n', ' ')));
    lines.addAll(alerts(status.alerts(), style));
    if (!status.messages().isEmpty()) {
      lines.add("");
      MessagesView.lines(status.messages(), style).forEach(line -> lines.add("  " + line));
    }
    lines.add("");
    lines.addAll(known(status, style));
    lines.add("");
    lines.addAll(next(status, style));
    lines.add(RULE);
    return lines;
  }

  private static List<String> alerts(List<AlertView> alerts, Style style) {
    if (alerts.isEmpty()) {
      return List.of("", "  no alert is firing");
    }
    List<String> lines = new ArrayList<>();
    for (AlertView alert : alerts) {
      lines.add("");
      Tone tone = PAGE.equalsIgnoreCase(alert.severity()) ? Tone.BAD : Tone.WARNING;
      lines.add(
          "  %s  %s since %s"
              .formatted(
                  style.paint(tone, alert.name()),
                  alert.severity(),
                  Figures.time(alert.firedAt())));
      lines.addAll(Text.indented("    ", alert.message()));
    }
    return lines;
  }

  private static List<String> known(Status status, Style style) {
    Table table = new Table().left("").left("");
    Long left = Figures.secondsBetween(status.storyNow(), status.deadline());
    String pace =
        status.pace() == 0
            ? "the clock is held"
            : "the clock runs at pace " + Figures.decimal(status.pace());
    table.row("  run", status.run());
    table.row(
        "  deadline",
        "%s, %s from now; %s".formatted(Figures.time(status.deadline()), Figures.span(left), pace));
    for (Job job : status.jobs()) {
      table.row("  job", job.name() + " " + job.state());
    }
    for (ComponentView component : status.components()) {
      if (component.address() != null && !component.address().isEmpty()) {
        table.row("  " + component.name(), component.address());
      }
    }
    return table.lines(style);
  }

  private static List<String> next(Status status, Style style) {
    Table table = new Table().left("").left("");
    table.row("  ./lab ack", "take the page");
    table.row("  ./lab status", "everything at a glance");
    table.row("  ./lab job status", "the ingest jobs, and why one failed");
    table.row("  ./lab lag", "how far ingest is behind, by partition");
    table.row("  ./lab schema list", "what the producers registered");
    table.row("  ./lab downstream list", "who reads the tables, and who waits for a slot");
    table.row("  ./lab say TEXT", "tell stakeholders how it stands");
    table.row("  ./lab verify", "is it repaired? asks every oracle");
    table.row("  ./lab --help", "every other verb");
    List<String> lines = new ArrayList<>(table.lines(style));
    lines.add("");
    lines.add("The lab runs on by itself; `./lab stop --run %s` ends it.".formatted(status.run()));
    return lines;
  }
}
