package dev.incidentlab.cli;

import dev.incidentlab.api.LineageAnswers.LineageView;
import dev.incidentlab.api.Verb;
import dev.incidentlab.cli.Syntax.Topic;
import dev.incidentlab.cli.view.LineageViews;

/** {@code lineage}, and the option of {@code drill} that goes with it. */
final class LineageGrammar {
  static final String URL = "lineageUrl";

  private LineageGrammar() {}

  static Syntax lineage() {
    return Syntax.of(
        Topic.LOOK_DOWNSTREAM,
        Verb.LINEAGE,
        "fact_ad_events --column placement",
        LineageView.class,
        LineageViews::lines,
        Argument.positional(Verb.LINEAGE, "dataset", "DATASET"),
        Argument.option(Verb.LINEAGE, "column", "--column", "NAME"),
        Argument.flag(Verb.LINEAGE, "upstream", "--upstream"));
  }

  static Argument url() {
    return Argument.option(
            URL, "--lineage-url", "URL", "an OpenLineage backend that is told of lineage, too")
        .like("https?://[^/?#\\s]+\\S*", "an http or https address such as http://localhost:5000");
  }
}
