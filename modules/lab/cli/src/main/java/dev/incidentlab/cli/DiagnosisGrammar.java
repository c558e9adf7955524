package dev.incidentlab.cli;

import dev.incidentlab.api.ScoreAnswers.Score;
import dev.incidentlab.api.Verb;
import dev.incidentlab.cli.Syntax.Topic;
import dev.incidentlab.cli.view.ScoreView;

/** {@code diagnose} and {@code score}. */
final class DiagnosisGrammar {
  private DiagnosisGrammar() {}

  static Syntax diagnose() {
    return Syntax.done(
        Topic.ACT_PEOPLE,
        Verb.DIAGNOSE,
        "--component kafka --mechanism crash --missing 100",
        option("component", "--component", "C"),
        option("mechanism", "--mechanism", "M"),
        option("affected", "--affected", "A,B"),
        option("unaffected", "--unaffected", "A,B"),
        option("firstBad", "--first-bad", "T/P=N,…"),
        option("since", "--since", "07:30"),
        option("missing", "--missing", "N"),
        option("wrong", "--wrong", "N"),
        option("schemaVersions", "--schema-versions", "1,2"),
        option("changedFields", "--changed-fields", "A,B"));
  }

  static Syntax score() {
    return Syntax.of(Topic.JUDGE, Verb.SCORE, "--json", Score.class, ScoreView::lines);
  }

  private static Argument option(String key, String typed, String label) {
    return Argument.option(Verb.DIAGNOSE, key, typed, label);
  }
}
