package dev.incidentlab.cli.view;

import dev.incidentlab.api.EvolutionAnswers.Evolution;
import java.util.ArrayList;
import java.util.List;

/** What a table has become. */
public final class EvolutionView {
  private EvolutionView() {}

  /** Lines for {@code table evolve}. */
  public static List<String> lines(Evolution evolution, Style style) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s is of version %d of %s (was %d) from table version %d on"
            .formatted(
                style.paint(Tone.STRONG, evolution.table()),
                evolution.to(),
                evolution.contract(),
                evolution.from(),
                evolution.version()));
    Table columns = new Table().left("NEW COLUMN").left("TYPE");
    evolution.columns().forEach(c -> columns.row(c.name(), c.type()));
    lines.addAll(columns.lines(style));
    lines.add("rows that are there stay as version %d saw them".formatted(evolution.from()));
    lines.add(
        "a running job goes on with version %d until ./lab job restart %s"
            .formatted(evolution.from(), evolution.table()));
    return lines;
  }
}
