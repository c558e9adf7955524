package dev.incidentlab.cli;

import dev.incidentlab.api.EvolutionAnswers.Evolution;
import dev.incidentlab.api.Verb;
import dev.incidentlab.cli.Syntax.Topic;
import dev.incidentlab.cli.view.EvolutionView;

/** {@code table evolve|restore}. */
final class EvolutionGrammar {
  private static final String VERSION = "version";
  private static final String BEFORE = "before";

  private EvolutionGrammar() {}

  static Syntax evolve() {
    return Syntax.of(
        Topic.ACT_PLATFORM,
        Verb.TABLE_EVOLVE,
        "fact_ad_events --to 2",
        Evolution.class,
        EvolutionView::lines,
        Argument.positional(Verb.TABLE_EVOLVE, "table", "TABLE"),
        Argument.option(Verb.TABLE_EVOLVE, "to", "--to", "V"));
  }

  static Syntax restore() {
    return Syntax.done(
            Topic.ACT_PLATFORM,
            Verb.TABLE_RESTORE,
            "fact_ad_events --version 41",
            Argument.positional(Verb.TABLE_RESTORE, "table", "TABLE"),
            Argument.option(Verb.TABLE_RESTORE, VERSION, "--version", "N"),
            Argument.option(Verb.TABLE_RESTORE, BEFORE, "--before", "09:20"))
        .where(
            a ->
                a.has(VERSION) == a.has(BEFORE)
                    ? "needs one of --version and --before; give the one"
                    : null);
  }
}
