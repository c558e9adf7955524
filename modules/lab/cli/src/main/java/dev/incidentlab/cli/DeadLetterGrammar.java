package dev.incidentlab.cli;

import dev.incidentlab.api.LetterAnswers.DeadLetter;
import dev.incidentlab.api.LetterAnswers.DeadLetters;
import dev.incidentlab.api.LetterAnswers.Redrive;
import dev.incidentlab.api.Verb;
import dev.incidentlab.cli.Syntax.Topic;
import dev.incidentlab.cli.view.DeadLetterViews;
import dev.incidentlab.cli.view.RedriveView;

/** {@code dead-letters list|show|redrive}. */
final class DeadLetterGrammar {
  private static final String LETTER = "TOPIC/PARTITION/OFFSET";

  private DeadLetterGrammar() {}

  static Syntax list() {
    return Syntax.of(
        Topic.LOOK_REPAIR,
        Verb.DEAD_LETTERS_LIST,
        "--table fact_billing --all",
        DeadLetters.class,
        DeadLetterViews::list,
        Argument.option(Verb.DEAD_LETTERS_LIST, "table", "--table", "TABLE"),
        Argument.flag(
            "which", "--unresolved", "unresolved", "only those not dealt with; the default"),
        Argument.flag("which", "--all", "all", "those that are resolved as well"),
        Argument.option(Verb.DEAD_LETTERS_LIST, "limit", "--limit", "N"),
        Argument.option(Verb.DEAD_LETTERS_LIST, "after", "--after", "NO"));
  }

  static Syntax show() {
    return Syntax.of(
        Topic.LOOK_REPAIR,
        Verb.DEAD_LETTERS_SHOW,
        "ad-events/2/41",
        DeadLetter.class,
        DeadLetterViews::show,
        Argument.positional(Verb.DEAD_LETTERS_SHOW, "letter", LETTER));
  }

  static Syntax redrive() {
    return Syntax.of(
            Topic.ACT_REPAIR,
            Verb.DEAD_LETTERS_REDRIVE,
            "--reason MALFORMED --dry-run",
            Redrive.class,
            RedriveView::lines,
            Argument.positional(Verb.DEAD_LETTERS_REDRIVE, "letter", LETTER),
            Argument.option(Verb.DEAD_LETTERS_REDRIVE, "table", "--table", "TABLE"),
            Argument.option(Verb.DEAD_LETTERS_REDRIVE, "reason", "--reason", "REASON"),
            Argument.option(Verb.DEAD_LETTERS_REDRIVE, "limit", "--limit", "N"),
            Argument.option(Verb.DEAD_LETTERS_REDRIVE, "rate", "--rate", "N"),
            Argument.flag(Verb.DEAD_LETTERS_REDRIVE, "dryRun", "--dry-run"))
        .where(
            a ->
                a.has("letter") && (a.has("table") || a.has("reason") || a.has("limit"))
                    ? "a letter is one already; leave out --table, --reason and --limit"
                    : null);
  }
}
