package dev.incidentlab.cli.view;

import dev.incidentlab.api.DownstreamAnswers.ModelRunView;
import dev.incidentlab.api.DownstreamAnswers.ModelRuns;
import dev.incidentlab.api.DownstreamAnswers.ModelView;
import dev.incidentlab.api.DownstreamAnswers.Models;
import dev.incidentlab.api.DownstreamAnswers.PoolView;
import dev.incidentlab.api.DownstreamAnswers.SliceView;
import dev.incidentlab.api.DownstreamAnswers.Slices;
import dev.incidentlab.cli.view.Table.Cell;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Models, their runs and what they published. */
public final class DownstreamViews {
  private static final Set<String> BAD = Set.of("failed", "gated", "missed");
  private static final Set<String> ODD = Set.of("paused", "queued", "waiting", "cancelled");

  /** In a narrow column the time of day is enough. */
  private static final Pattern INSTANT =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT(\\d\\d:\\d\\d:\\d\\d)(?:\\.\\d+)?Z");

  private DownstreamViews() {}

  /** Lines for {@code downstream list}. */
  public static List<String> list(Models models, Style style) {
    List<String> lines = new ArrayList<>(brief(models.models(), style));
    models.models().stream()
        .filter(m -> BAD.contains(m.state()) || "waiting".equals(m.state()))
        .forEach(m -> lines.addAll(Text.indented("  ", m.name() + ": " + m.text())));
    lines.add("");
    Table pools = new Table().left("POOL").right("SLOTS").right("HELD").left("BY");
    for (PoolView pool : models.pools()) {
      pools.row(
          pool.name(),
          Integer.toString(pool.slots()),
          Integer.toString(pool.heldBy().size()),
          String.join(", ", pool.heldBy()));
    }
    lines.addAll(pools.lines(style));
    return lines;
  }

  /** The models alone. */
  static List<String> brief(List<ModelView> models, Style style) {
    Table table =
        new Table()
            .left("MODEL")
            .left("STATE")
            .left("DUE")
            .left("NEWEST SLICE")
            .left("PUBLISHED")
            .left("READS");
    for (ModelView m : models) {
      table.row(
          m.name() + (m.critical() ? " *" : ""),
          state(m.state()),
          Figures.minute(m.due()),
          Figures.minute(m.newestSlice()),
          Figures.minute(m.publishedAt()),
          String.join(", ", m.reads()));
    }
    return table.lines(style);
  }

  private static Cell state(String state) {
    return new Cell(
        state, BAD.contains(state) ? Tone.BAD : ODD.contains(state) ? Tone.WARNING : Tone.PLAIN);
  }

  /** Lines for {@code downstream runs}, {@code run} and {@code rebuild}. */
  public static List<String> runs(ModelRuns runs, Style style) {
    Table table =
        new Table().left("RUN").left("STATE").left("DUE").left("BY").right("POKES").left("WHAT");
    for (ModelRunView run : runs.runs()) {
      table.row(
          run.id(),
          state(run.state()),
          Figures.minute(run.due()),
          run.by() == null ? "schedule" : run.by(),
          Integer.toString(run.pokes()),
          INSTANT.matcher(run.text()).replaceAll("$1"));
    }
    List<String> lines = new ArrayList<>(table.lines(style));
    if (runs.earlier() > 0) {
      lines.add("%s earlier runs; --limit N shows more".formatted(Figures.count(runs.earlier())));
    }
    return lines;
  }

  /** Lines for {@code downstream slices}. */
  public static List<String> slices(Slices slices, Style style) {
    if (slices.slices().isEmpty()) {
      return List.of(slices.model() + " has published nothing yet");
    }
    Table table =
        new Table()
            .left("SLICE")
            .right("ROWS")
            .right("TIMES")
            .left("LAST")
            .left("RUN")
            .left("MADE OF");
    List<String> remarks = new ArrayList<>();
    for (SliceView slice : slices.slices()) {
      table.row(
          Figures.minute(slice.slice()),
          Figures.count(slice.rows()),
          Figures.count(slice.times()),
          Figures.minute(slice.publishedAt()),
          slice.run(),
          versions(slice.versions()));
      remark(remarks, slice.slice(), "published with a warning of", slice.warnings());
      remark(remarks, slice.slice(), "published past", slice.overridden());
    }
    List<String> lines = new ArrayList<>(table.lines(style));
    remarks.forEach(remark -> lines.addAll(Text.indented("  ", remark)));
    return lines;
  }

  private static void remark(List<String> remarks, String slice, String what, List<String> gates) {
    if (!gates.isEmpty()) {
      remarks.add("%s %s %s".formatted(Figures.minute(slice), what, String.join(", ", gates)));
    }
  }

  private static String versions(Map<String, Long> versions) {
    return versions.entrySet().stream()
        .map(v -> "%s version %d".formatted(v.getKey(), v.getValue()))
        .collect(Collectors.joining(", "));
  }
}
