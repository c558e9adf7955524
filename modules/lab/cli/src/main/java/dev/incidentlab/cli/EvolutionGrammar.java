package dev.incidentlab.cli;

import dev.incidentlab.api.EvolutionAnswers.Evolution;
import dev.incidentlab.api.Verb;
import dev.incidentlab.cli.Syntax.Topic;
import dev.incidentlab.cli.view.EvolutionView;
import java.util.List;

/** {@code table evolve}. */
final class EvolutionGrammar {
  private EvolutionGrammar() {}

  static Syntax evolve() {
    return Syntax.of(
        Topic.ACT,
        Verb.TABLE_EVOLVE.words(),
        "give a table the columns of a later version of its contract",
        "table evolve fact_ad_events --to 2",
        List.of(
            Argument.required("table", "TABLE", "the table"),
            Argument.option("to", "--to", "V", "version of the contract to be read as")
                .wholeNumber()
                .needed()),
        new VerbAction<>(Verb.TABLE_EVOLVE, Evolution.class, EvolutionView::lines));
  }
}
