package dev.incidentlab.cli;

import dev.incidentlab.api.DownstreamAnswers.GateResults;
import dev.incidentlab.api.DownstreamAnswers.Gates;
import dev.incidentlab.api.Verb;
import dev.incidentlab.cli.Syntax.Topic;
import dev.incidentlab.cli.view.GateViews;

/** {@code gate list|show|override}. */
final class GateGrammar {
  private GateGrammar() {}

  static Syntax list() {
    return Syntax.of(
        Topic.LOOK_DOWNSTREAM,
        Verb.GATE_LIST,
        "--now",
        Gates.class,
        GateViews::list,
        Argument.flag(Verb.GATE_LIST, "now", "--now"));
  }

  static Syntax show() {
    return Syntax.of(
        Topic.LOOK_DOWNSTREAM,
        Verb.GATE_SHOW,
        "fact_ad_events.placement.null-ratio",
        GateResults.class,
        GateViews::show,
        Argument.positional(Verb.GATE_SHOW, "gate", "GATE"));
  }

  static Syntax override() {
    return Syntax.done(
        Topic.ACT_DOWNSTREAM,
        Verb.GATE_OVERRIDE,
        "fact_ad_events.volume --for 5m --reason \"sale day\"",
        Argument.positional(Verb.GATE_OVERRIDE, "gate", "GATE"),
        Argument.option(Verb.GATE_OVERRIDE, "for", "--for", "30m"),
        Argument.option(Verb.GATE_OVERRIDE, "reason", "--reason", "TEXT"));
  }
}
