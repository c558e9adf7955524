package dev.incidentlab.cli;

import dev.incidentlab.api.SchemaAnswers.SchemaChanges;
import dev.incidentlab.api.SchemaAnswers.SchemaText;
import dev.incidentlab.api.SchemaAnswers.Schemas;
import dev.incidentlab.api.TableAnswers.Records;
import dev.incidentlab.api.Verb;
import dev.incidentlab.cli.Syntax.Topic;
import dev.incidentlab.cli.view.RecordsView;
import dev.incidentlab.cli.view.SchemaViews;
import java.util.stream.Stream;

/** {@code schema list|show|diff} and {@code records}. */
final class TopicGrammar {
  private TopicGrammar() {}

  static Syntax schemaList() {
    return Syntax.of(Topic.LOOK_DATA, Verb.SCHEMA_LIST, "", Schemas.class, SchemaViews::list);
  }

  static Syntax schemaShow() {
    return Syntax.of(
        Topic.LOOK_DATA,
        Verb.SCHEMA_SHOW,
        "ad-events-value --version 1",
        SchemaText.class,
        SchemaViews::show,
        Argument.positional(Verb.SCHEMA_SHOW, "subject", "SUBJECT"),
        Argument.option(Verb.SCHEMA_SHOW, "version", "--version", "N"));
  }

  static Syntax schemaDiff() {
    return Syntax.of(
        Topic.LOOK_DATA,
        Verb.SCHEMA_DIFF,
        "ad-events-value --from 1 --to 2",
        SchemaChanges.class,
        SchemaViews::diff,
        Argument.positional(Verb.SCHEMA_DIFF, "subject", "SUBJECT"),
        Argument.option(Verb.SCHEMA_DIFF, "from", "--from", "N"),
        Argument.option(Verb.SCHEMA_DIFF, "to", "--to", "N"));
  }

  static Syntax records() {
    return Syntax.of(
            Topic.LOOK_DATA,
            Verb.RECORDS,
            "ad-events --partition 0 --at 09:20",
            Records.class,
            RecordsView::lines,
            Argument.positional(Verb.RECORDS, "topic", "TOPIC"),
            Argument.option(Verb.RECORDS, "partition", "--partition", "N"),
            Argument.option(Verb.RECORDS, "offset", "--offset", "N"),
            Argument.option(Verb.RECORDS, "offsets", "--offsets", "0=12,1=9"),
            Argument.option(Verb.RECORDS, "at", "--at", "HH:MM"),
            Argument.option(Verb.RECORDS, "limit", "--limit", "N"))
        .where(TopicGrammar::start);
  }

  private static String start(Arguments a) {
    if (a.has("offset") && !a.has("partition")) {
      return "--offset N is of one partition; add --partition N";
    }
    long begins = Stream.of("offset", "offsets", "at").filter(a::has).count();
    return begins > 1 || a.has("offsets") && a.has("partition")
        ? "say one of --at HH:MM, --partition N --offset N and --offsets 0=12,1=9"
        : null;
  }
}
