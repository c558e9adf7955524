package dev.incidentlab.cli;

import dev.incidentlab.api.Answers.Done;
import dev.incidentlab.api.DownstreamAnswers.GateResults;
import dev.incidentlab.api.DownstreamAnswers.Gates;
import dev.incidentlab.api.Verb;
import dev.incidentlab.cli.Syntax.Topic;
import dev.incidentlab.cli.view.DoneView;
import dev.incidentlab.cli.view.GateViews;
import java.util.List;

/** {@code gate list|show|override}. */
final class GateGrammar {
  private static final Argument GATE =
      Argument.required("gate", "GATE", "as `./lab gate list` shows it");

  private GateGrammar() {}

  static Syntax list() {
    return Syntax.of(
        Topic.LOOK,
        Verb.GATE_LIST.words(),
        "checks that a slice must pass before it is published",
        "gate list --now",
        List.of(
            Argument.flag(
                "now", "--now", "true", "ask them of the tables as they are, not as last run")),
        new VerbAction<>(Verb.GATE_LIST, Gates.class, GateViews::list));
  }

  static Syntax show() {
    return Syntax.of(
        Topic.LOOK,
        Verb.GATE_SHOW.words(),
        "a gate's results by slice, with rows that do not meet it",
        "gate show fact_ad_events.placement.null-ratio",
        List.of(GATE),
        new VerbAction<>(Verb.GATE_SHOW, GateResults.class, GateViews::show));
  }

  static Syntax override() {
    return Syntax.of(
        Topic.ACT,
        Verb.GATE_OVERRIDE.words(),
        "publish past a gate that is not met, for a while",
        "gate override fact_ad_events.volume --for 5m --reason \"sale day\"",
        List.of(
            GATE,
            Argument.option("for", "--for", "30m", "how long, in story time").needed(),
            Argument.option("reason", "--reason", "TEXT", "why, for the journal").needed()),
        new VerbAction<>(Verb.GATE_OVERRIDE, Done.class, DoneView::lines));
  }
}
