package dev.incidentlab.cli.view;

import dev.incidentlab.api.DownstreamAnswers.GateResultView;
import dev.incidentlab.api.DownstreamAnswers.GateResults;
import dev.incidentlab.api.DownstreamAnswers.GateView;
import dev.incidentlab.api.DownstreamAnswers.Gates;
import dev.incidentlab.api.DownstreamAnswers.OverrideView;
import dev.incidentlab.cli.view.Table.Cell;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Gates and what they saw. */
public final class GateViews {
  private GateViews() {}

  /** Lines for {@code gate list}. */
  public static List<String> list(Gates gates, Style style) {
    Table table = new Table().left("GATE").left("IF UNMET").left("NEWEST").left("UNMET IN");
    for (GateView gate : gates.gates()) {
      table.row(
          gate.gate(),
          "warn".equals(gate.severity()) ? "warns" : "holds back",
          outcome(gate.outcome()),
          gate.unmet().stream().map(GateViews::hour).collect(Collectors.joining(", ")));
    }
    List<String> lines = new ArrayList<>(table.lines(style));
    for (OverrideView override : gates.overrides()) {
      lines.addAll(
          Text.wrap(
              "%s holds nothing back until %s, on the word of %s: %s"
                  .formatted(
                      override.gate(),
                      Figures.minute(override.until()),
                      override.by(),
                      override.reason()),
              Style.WIDTH));
    }
    return lines;
  }

  private static String hour(String slice) {
    return "table".equals(slice) ? slice : Figures.minute(slice);
  }

  private static Cell outcome(String outcome) {
    if (outcome == null) {
      return new Cell("never asked", Tone.DIM);
    }
    return new Cell(
        outcome,
        switch (outcome) {
          case "pass" -> Tone.GOOD;
          case "warn" -> Tone.WARNING;
          case "fail" -> Tone.BAD;
          default -> Tone.PLAIN;
        });
  }

  /** Lines for {@code gate show}. */
  public static List<String> show(GateResults gate, Style style) {
    if (gate.results().isEmpty()) {
      return List.of(gate.gate() + " was never asked");
    }
    List<String> lines = new ArrayList<>();
    GateResultView last = gate.results().get(gate.results().size() - 1);
    lines.add(style.paint(Tone.STRONG, gate.gate()) + ": " + last.expected());
    Table table =
        new Table().left("SLICE").left("ASKED").right("VERSION").left("OUTCOME").left("OBSERVED");
    for (GateResultView result : gate.results()) {
      table.row(
          result.slice() == null ? "table" : Figures.minute(result.slice()),
          Figures.minute(result.at()),
          Figures.count(result.version()),
          outcome(result.outcome()),
          result.observed());
    }
    lines.addAll(table.lines(style));
    gate.results().stream()
        .filter(result -> !result.examples().isEmpty())
        .reduce((earlier, later) -> later)
        .ifPresent(
            result -> {
              lines.add("rows of %s that do not meet it:".formatted(hour(result.slice())));
              result.examples().forEach(row -> lines.addAll(Text.indented("  ", values(row))));
            });
    return lines;
  }

  private static String values(Map<String, String> row) {
    return row.entrySet().stream()
        .map(v -> v.getKey() + " " + v.getValue())
        .collect(Collectors.joining(", "));
  }
}
