package dev.incidentlab.cli;

import dev.incidentlab.api.Verb;
import dev.incidentlab.cli.Syntax.Topic;

/**
 * {@code ack}, {@code alerts silence}, {@code say}, {@code note}, {@code hint} and {@code clock
 * pause|resume}.
 */
final class PeopleGrammar {
  private PeopleGrammar() {}

  static Syntax acknowledge() {
    return act(Verb.ACK, "", Argument.positional(Verb.ACK, "alert", "ALERT"));
  }

  static Syntax silence() {
    return act(
        Verb.ALERTS_SILENCE,
        "freshness-fact-ad-events --for 30m",
        Argument.positional(Verb.ALERTS_SILENCE, "alert", "ALERT"),
        Argument.option(Verb.ALERTS_SILENCE, "for", "--for", "30m"));
  }

  static Syntax say() {
    return act(
        Verb.SAY,
        "\"spend of the last two hours is wrong; next word at 09:50\"",
        Argument.positional(Verb.SAY, "text", "TEXT"),
        Argument.option(Verb.SAY, "to", "--to", "MESSAGE"),
        Argument.option(Verb.SAY, "answer", "--answer", "WORD"));
  }

  static Syntax note() {
    return act(
        Verb.NOTE, "\"first bad offset is 120\"", Argument.positional(Verb.NOTE, "text", "TEXT"));
  }

  static Syntax hint() {
    return act(Verb.HINT, "");
  }

  static Syntax clockPause() {
    return act(Verb.CLOCK_PAUSE, "");
  }

  static Syntax clockResume() {
    return act(
        Verb.CLOCK_RESUME, "--pace 2", Argument.option(Verb.CLOCK_RESUME, "pace", "--pace", "X"));
  }

  private static Syntax act(Verb verb, String example, Argument... arguments) {
    return Syntax.done(Topic.ACT_PEOPLE, verb, example, arguments);
  }
}
