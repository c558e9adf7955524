package dev.incidentlab.cli;

import dev.incidentlab.api.LetterAnswers.DeadLetter;
import dev.incidentlab.api.LetterAnswers.DeadLetters;
import dev.incidentlab.api.LetterAnswers.Redrive;
import dev.incidentlab.api.Verb;
import dev.incidentlab.cli.Syntax.Topic;
import dev.incidentlab.cli.view.DeadLetterViews;
import dev.incidentlab.cli.view.RedriveView;
import java.util.List;

/** {@code dead-letters list|show|redrive}. */
final class DeadLetterGrammar {
  private static final String LETTER = "TOPIC/PARTITION/OFFSET";
  private static final String[] REASONS = {
    "NOT_FRAMED", "UNKNOWN_SCHEMA_ID", "NO_COMPATIBLE_READER", "MALFORMED", "TRAILING_BYTES"
  };

  private DeadLetterGrammar() {}

  static Syntax list() {
    return Syntax.of(
        Topic.LOOK,
        Verb.DEAD_LETTERS_LIST.words(),
        "records that were set aside, and why",
        "dead-letters list --table fact_billing --all",
        List.of(
            table(),
            Argument.flag(
                "which", "--unresolved", "unresolved", "only those not dealt with; the default"),
            Argument.flag("which", "--all", "all", "those that are resolved as well"),
            Argument.option("limit", "--limit", "N", "at most so many; 40 if omitted")
                .wholeNumber(),
            Argument.option("after", "--after", "NO", "only letters behind this number")
                .wholeNumber()),
        new VerbAction<>(Verb.DEAD_LETTERS_LIST, DeadLetters.class, DeadLetterViews::list));
  }

  static Syntax show() {
    return Syntax.of(
        Topic.LOOK,
        Verb.DEAD_LETTERS_SHOW.words(),
        "one letter in full, as each schema reads it",
        "dead-letters show ad-events/2/41",
        List.of(Argument.required("letter", LETTER, "as `./lab dead-letters list` shows it")),
        new VerbAction<>(Verb.DEAD_LETTERS_SHOW, DeadLetter.class, DeadLetterViews::show));
  }

  static Syntax redrive() {
    return Syntax.of(
            Topic.ACT,
            Verb.DEAD_LETTERS_REDRIVE.words(),
            "try letters again and upsert their rows",
            "dead-letters redrive --reason MALFORMED --dry-run",
            List.of(
                Argument.optional("letter", LETTER, "only this one; all unresolved if omitted"),
                table(),
                Argument.option("reason", "--reason", "REASON", "only those of this reason")
                    .oneOf(REASONS),
                Argument.option("limit", "--limit", "N", "at most so many").wholeNumber(),
                Argument.option("rate", "--rate", "N", "letters a second at most").aboveZero(),
                Argument.flag("dryRun", "--dry-run", "true", "only say what would decode")),
            new VerbAction<>(Verb.DEAD_LETTERS_REDRIVE, Redrive.class, RedriveView::lines))
        .where(
            a ->
                a.has("letter") && (a.has("table") || a.has("reason") || a.has("limit"))
                    ? "a letter is one already; leave out --table, --reason and --limit"
                    : null);
  }

  private static Argument table() {
    return Argument.option(
        "table", "--table", "TABLE", "a table or its topic; the ads pipeline's if omitted");
  }
}
