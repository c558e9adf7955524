package dev.incidentlab.cli;

import dev.incidentlab.api.LineageAnswers.LineageView;
import dev.incidentlab.api.Verb;
import dev.incidentlab.cli.Syntax.Topic;
import dev.incidentlab.cli.view.LineageViews;
import java.util.List;

/** {@code lineage}, and the option of {@code drill} that goes with it. */
final class LineageGrammar {
  static final String URL = "lineageUrl";

  private LineageGrammar() {}

  static Syntax lineage() {
    return Syntax.of(
        Topic.LOOK,
        Verb.LINEAGE.words(),
        "what is made of a topic, table, model or column, and what is not",
        "lineage fact_ad_events --column placement",
        List.of(
            Argument.required("dataset", "DATASET", "a topic, a table or a model"),
            Argument.option("column", "--column", "NAME", "only what this column reaches"),
            Argument.flag("upstream", "--upstream", "true", "what it is made of, instead")),
        new VerbAction<>(Verb.LINEAGE, LineageView.class, LineageViews::lines));
  }

  static Argument url() {
    return Argument.option(
            URL, "--lineage-url", "URL", "an OpenLineage backend that is told of lineage, too")
        .like("https?://[^/?#\\s]+\\S*", "an http or https address such as http://localhost:5000");
  }
}
