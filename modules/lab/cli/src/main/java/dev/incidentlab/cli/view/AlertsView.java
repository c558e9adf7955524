package dev.incidentlab.cli.view;

import dev.incidentlab.api.StatusAnswers.AlertView;
import dev.incidentlab.api.StatusAnswers.Alerts;
import dev.incidentlab.cli.view.Table.Cell;
import java.util.List;
import java.util.Locale;

/** Alerts with their states. */
public final class AlertsView {
  private AlertsView() {}

  /** Lines for {@code alerts}. */
  public static List<String> lines(Alerts alerts, Style style) {
    return alerts.alerts().isEmpty()
        ? List.of("no alert has fired")
        : table(alerts.alerts(), style);
  }

  static List<String> table(List<AlertView> alerts, Style style) {
    Table table =
        new Table().right("ID").left("ALERT").left("SEVERITY").left("STATE").left("SINCE").left("");
    for (AlertView alert : alerts) {
      table.row(
          Integer.toString(alert.id()),
          alert.name(),
          alert.severity(),
          new Cell(state(alert), tone(alert)),
          Figures.time(alert.firedAt()),
          alert.message());
    }
    return table.lines(style);
  }

  private static String state(AlertView alert) {
    return "acknowledged".equals(alert.state()) && alert.acknowledgedBy() != null
        ? "acked by " + alert.acknowledgedBy()
        : alert.state();
  }

  private static Tone tone(AlertView alert) {
    return switch (alert.state().toLowerCase(Locale.ROOT)) {
      case "firing" -> Tone.BAD;
      case "acknowledged", "silenced" -> Tone.WARNING;
      default -> Tone.GOOD;
    };
  }
}
