package dev.incidentlab.cli;

import dev.incidentlab.api.Verb;
import dev.incidentlab.cli.Syntax.Topic;

/** {@code producer stop|start|rollback} and {@code topic recreate}. */
final class UpstreamGrammar {
  private UpstreamGrammar() {}

  static Syntax stop() {
    return Syntax.done(Topic.ACT_UPSTREAM, Verb.PRODUCER_STOP, "");
  }

  static Syntax start() {
    return Syntax.done(Topic.ACT_UPSTREAM, Verb.PRODUCER_START, "");
  }

  static Syntax rollback() {
    return Syntax.done(Topic.ACT_UPSTREAM, Verb.PRODUCER_ROLLBACK, "");
  }

  static Syntax recreate() {
    return Syntax.done(
        Topic.ACT_UPSTREAM,
        Verb.TOPIC_RECREATE,
        "ad-events",
        Argument.positional(Verb.TOPIC_RECREATE, "topic", "TOPIC"));
  }
}
