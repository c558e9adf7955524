package dev.incidentlab.cli;

import dev.incidentlab.api.Answers.Logs;
import dev.incidentlab.api.StatusAnswers.Alerts;
import dev.incidentlab.api.Verb;
import dev.incidentlab.cli.Syntax.Topic;
import dev.incidentlab.cli.view.AlertsView;
import java.util.List;

/** {@code status}, {@code alerts}, {@code logs} and {@code journal}. */
final class StateGrammar {
  private StateGrammar() {}

  static Syntax status() {
    return Syntax.of(
        Topic.LOOK_STATE,
        Verb.STATUS,
        "--watch",
        List.of(
            Argument.flag(
                StatusAction.WATCH, "--watch", "", "go on, in place, until the lab ends")),
        new StatusAction());
  }

  static Syntax alerts() {
    return Syntax.of(Topic.LOOK_STATE, Verb.ALERTS, "", Alerts.class, AlertsView::lines);
  }

  static Syntax logs() {
    return Syntax.of(
        Topic.LOOK_STATE,
        Verb.LOGS,
        "flink-taskmanager --lines 100",
        Logs.class,
        (logs, style) -> logs.lines(),
        Argument.positional(Verb.LOGS, "component", "COMPONENT"),
        Argument.option(Verb.LOGS, "lines", "--lines", "N"));
  }

  static Syntax journal() {
    return Syntax.of(
        Topic.LOOK_STATE,
        Verb.JOURNAL,
        "--follow",
        List.of(
            Argument.flag(JournalAction.FOLLOW, "--follow", "", "go on until the lab ends"),
            Argument.option(Verb.JOURNAL, "after", "--after", "SEQ")),
        new JournalAction());
  }
}
