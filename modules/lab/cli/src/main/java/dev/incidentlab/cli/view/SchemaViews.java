package dev.incidentlab.cli.view;

import dev.incidentlab.api.SchemaAnswers.SchemaChange;
import dev.incidentlab.api.SchemaAnswers.SchemaChanges;
import dev.incidentlab.api.SchemaAnswers.SchemaText;
import dev.incidentlab.api.SchemaAnswers.SchemaVersion;
import dev.incidentlab.api.SchemaAnswers.Schemas;
import java.util.ArrayList;
import java.util.List;

/** What the registry holds. */
public final class SchemaViews {
  private SchemaViews() {}

  /** Lines for {@code schema list}. */
  public static List<String> list(Schemas schemas, Style style) {
    Table table = new Table().left("SUBJECT").right("VERSION").right("ID").left("COMPATIBILITY");
    for (SchemaVersion v : schemas.versions()) {
      table.row(
          v.subject(), Integer.toString(v.version()), Integer.toString(v.id()), v.compatibility());
    }
    return schemas.versions().isEmpty()
        ? List.of("the registry has no subjects")
        : table.lines(style);
  }

  /** Lines for {@code schema show}. */
  public static List<String> show(SchemaText text, Style style) {
    SchemaVersion v = text.version();
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s version %d, id %d, compatibility %s"
            .formatted(
                style.paint(Tone.STRONG, v.subject()), v.version(), v.id(), v.compatibility()));
    lines.addAll(v.schema().lines().toList());
    return lines;
  }

  /** Lines for {@code schema diff}. */
  public static List<String> diff(SchemaChanges changes, Style style) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s from version %d to %d"
            .formatted(style.paint(Tone.STRONG, changes.subject()), changes.from(), changes.to()));
    Table table = new Table().left("CHANGE").left("FIELD").left("");
    for (SchemaChange change : changes.changes()) {
      table.row(change.kind(), change.field(), change.detail());
    }
    lines.addAll(changes.changes().isEmpty() ? List.of("no difference") : table.lines(style));
    return lines;
  }
}
