package dev.incidentlab.cli;

import dev.incidentlab.api.TableAnswers.Differences;
import dev.incidentlab.api.TableAnswers.Files;
import dev.incidentlab.api.TableAnswers.History;
import dev.incidentlab.api.TableAnswers.Rows;
import dev.incidentlab.api.Verb;
import dev.incidentlab.cli.Syntax.Topic;
import dev.incidentlab.cli.view.TableViews;

/** {@code table history|files|diff} and {@code sql}. */
final class TableGrammar {
  private TableGrammar() {}

  static Syntax history() {
    return Syntax.of(
        Topic.LOOK_DATA,
        Verb.TABLE_HISTORY,
        "fact_ad_events --limit 5",
        History.class,
        TableViews::history,
        table(Verb.TABLE_HISTORY),
        limit(Verb.TABLE_HISTORY));
  }

  static Syntax files() {
    return Syntax.of(
        Topic.LOOK_DATA,
        Verb.TABLE_FILES,
        "fact_ad_events --version 3",
        Files.class,
        TableViews::files,
        table(Verb.TABLE_FILES),
        Argument.option(Verb.TABLE_FILES, "version", "--version", "V"),
        limit(Verb.TABLE_FILES));
  }

  static Syntax diff() {
    return Syntax.of(
        Topic.LOOK_DATA,
        Verb.TABLE_DIFF,
        "fact_ad_events --from 3 --to 4",
        Differences.class,
        TableViews::diff,
        table(Verb.TABLE_DIFF),
        Argument.option(Verb.TABLE_DIFF, "from", "--from", "V"),
        Argument.option(Verb.TABLE_DIFF, "to", "--to", "V"),
        limit(Verb.TABLE_DIFF));
  }

  static Syntax sql() {
    return Syntax.of(
            Topic.LOOK_DATA,
            Verb.SQL,
            "\"select count(*) from fact_ad_events\" --at 09:20",
            Rows.class,
            TableViews::sql,
            Argument.positional(Verb.SQL, "query", "QUERY"),
            Argument.option(Verb.SQL, "version", "--version", "V"),
            Argument.option(Verb.SQL, "at", "--at", "HH:MM"),
            limit(Verb.SQL))
        .where(
            a -> a.has("version") && a.has("at") ? "say either --version or --at, not both" : null);
  }

  private static Argument table(Verb verb) {
    return Argument.positional(verb, "table", "TABLE");
  }

  private static Argument limit(Verb verb) {
    return Argument.option(verb, "limit", "--limit", "N");
  }
}
