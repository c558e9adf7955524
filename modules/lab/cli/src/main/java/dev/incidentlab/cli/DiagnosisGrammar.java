package dev.incidentlab.cli;

import dev.incidentlab.api.Answers.Done;
import dev.incidentlab.api.DiagnosisWords;
import dev.incidentlab.api.ScoreAnswers.Score;
import dev.incidentlab.api.Verb;
import dev.incidentlab.cli.Syntax.Topic;
import dev.incidentlab.cli.view.DoneView;
import dev.incidentlab.cli.view.ScoreView;
import java.util.List;

/** {@code diagnose} and {@code score}. */
final class DiagnosisGrammar {
  private static final String NAME = "[^,\\s]+";
  private static final String LIST = NAME + "(," + NAME + ")*";
  private static final String OFFSET = "[^,/=\\s]+/\\d{1,9}=\\d{1,18}";

  private DiagnosisGrammar() {}

  static Syntax diagnose() {
    return Syntax.of(
        Topic.ACT,
        Verb.DIAGNOSE.words(),
        "say what is wrong; scored by verify --final, the last one counts",
        "diagnose --component kafka --mechanism crash --missing 100",
        List.of(
            Argument.option(
                    "component",
                    "--component",
                    "C",
                    "whose behaviour has to change: " + among(DiagnosisWords.COMPONENTS))
                .oneOf(DiagnosisWords.COMPONENTS.toArray(String[]::new))
                .needed(),
            Argument.option(
                    "mechanism",
                    "--mechanism",
                    "M",
                    "how it goes wrong: " + among(DiagnosisWords.MECHANISMS))
                .oneOf(DiagnosisWords.MECHANISMS.toArray(String[]::new))
                .needed(),
            list("affected", "--affected", "tables and models that have it"),
            list("unaffected", "--unaffected", "those that do not"),
            Argument.option(
                    "firstBad",
                    "--first-bad",
                    "T/P=N,…",
                    "first record that a new schema version wrote, by partition")
                .like(
                    OFFSET + "(," + OFFSET + ")*",
                    "TOPIC/PARTITION=OFFSET,…, for instance ad-events/0=123,ad-events/1=456"),
            Argument.option("missing", "--missing", "N", "rows that are not in the table")
                .wholeNumber(),
            Argument.option("wrong", "--wrong", "N", "rows that have wrong values").wholeNumber(),
            Argument.option("schemaVersions", "--schema-versions", "1,2", "versions in the topic")
                .like("\\d{1,3}(,\\d{1,3})*", "numbers with commas, for instance 1,2"),
            list("changedFields", "--changed-fields", "fields that differ between them")),
        new VerbAction<>(Verb.DIAGNOSE, Done.class, DoneView::lines));
  }

  static Syntax score() {
    return Syntax.of(
        Topic.LOOK,
        Verb.SCORE.words(),
        "how the drill went, by dimension; after verify --final",
        "score --json",
        List.of(),
        new VerbAction<>(Verb.SCORE, Score.class, ScoreView::lines));
  }

  private static Argument list(String key, String typed, String description) {
    return Argument.option(key, typed, "A,B", description)
        .like(LIST, "names with commas and no blanks, for instance a,b");
  }

  private static String among(List<String> words) {
    return String.join(", ", words);
  }
}
