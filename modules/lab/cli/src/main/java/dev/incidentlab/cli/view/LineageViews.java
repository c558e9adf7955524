package dev.incidentlab.cli.view;

import dev.incidentlab.api.LineageAnswers.DatasetView;
import dev.incidentlab.api.LineageAnswers.EvidenceView;
import dev.incidentlab.api.LineageAnswers.GateOn;
import dev.incidentlab.api.LineageAnswers.LineageView;
import dev.incidentlab.api.LineageAnswers.ReachedView;
import dev.incidentlab.cli.view.Table.Cell;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What is made of what. */
public final class LineageViews {
  private LineageViews() {}

  /** Lines for {@code lineage}. */
  public static List<String> lines(LineageView lineage, Style style) {
    List<String> lines = new ArrayList<>();
    String what =
        lineage.column() == null
            ? lineage.dataset()
            : "column %s of %s".formatted(lineage.column(), lineage.dataset());
    String of = "%s (%s)".formatted(what, lineage.kind());
    if (lineage.reached().isEmpty()) {
      lines.add(
          lineage.upstream() ? of + " is made of nothing in this lab" : "nothing is made of " + of);
    } else {
      lines.add(
          style.paint(
              Tone.STRONG,
              lineage.upstream() ? "What %s is made of".formatted(of) : "Affected by " + of));
      lines.addAll(reached(lineage, style));
    }
    lines.add("");
    lines.addAll(others(lineage, style));
    if (!lineage.gates().isEmpty()) {
      lines.addAll(
          Text.wrap(
              "gates on it: "
                  + lineage.gates().stream()
                      .map(LineageViews::gate)
                      .collect(Collectors.joining(", ")),
              Style.WIDTH));
    }
    lines.addAll(
        Text.wrap(
            "based on %s events of jobs and models, joined with what is declared"
                .formatted(Figures.count(lineage.events())),
            Style.WIDTH));
    return lines;
  }

  private static List<String> reached(LineageView lineage, Style style) {
    Table table = new Table().left("DATASET").left("KIND").left("LAST SEEN").left("HOW");
    for (ReachedView reached : lineage.reached()) {
      EvidenceView evidence = reached.evidence();
      List<String> how = new ArrayList<>();
      if (!reached.columns().isEmpty()) {
        how.add(String.join(", ", reached.columns()));
      }
      how.add("by " + String.join(", ", reached.jobs()));
      if (evidence != null) {
        how.add(
            "%sversion %s, %s"
                .formatted(
                    reached.jobs().size() == 1 ? "" : "last " + evidence.job() + ", ",
                    evidence.version(),
                    evidence.events() == 1
                        ? "1 event"
                        : Figures.count(evidence.events()) + " events"));
      }
      table.row(
          reached.name(),
          reached.kind(),
          evidence == null
              ? new Cell("declared", Tone.DIM)
              : new Cell(Figures.time(evidence.time()), Tone.PLAIN),
          String.join("; ", how));
    }
    return table.lines(style);
  }

  private static List<String> others(LineageView lineage, Style style) {
    String names =
        lineage.others().stream().map(DatasetView::name).collect(Collectors.joining(", "));
    List<String> lines =
        Text.wrap(
            "%s: %s"
                .formatted(
                    lineage.upstream() ? "No part of it" : "NOT affected",
                    names.isEmpty() ? "nothing; every dataset is" : names),
            Style.WIDTH);
    return lines.stream()
        .map(line -> style.paint(lineage.upstream() ? Tone.PLAIN : Tone.GOOD, line))
        .toList();
  }

  private static String gate(GateOn gate) {
    return "%s (%s)"
        .formatted(gate.name(), "warn".equals(gate.severity()) ? "warns" : "holds back");
  }
}
