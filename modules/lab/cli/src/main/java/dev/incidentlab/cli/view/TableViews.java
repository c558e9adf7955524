package dev.incidentlab.cli.view;

import dev.incidentlab.api.TableAnswers.DataFileView;
import dev.incidentlab.api.TableAnswers.Differences;
import dev.incidentlab.api.TableAnswers.Files;
import dev.incidentlab.api.TableAnswers.History;
import dev.incidentlab.api.TableAnswers.RowDifference;
import dev.incidentlab.api.TableAnswers.Rows;
import dev.incidentlab.api.TableAnswers.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What is in the tables, and how it came there. */
public final class TableViews {
  /** Longest value in a row of {@code sql}. */
  private static final int LONGEST_CELL = 60;

  private TableViews() {}

  /** Lines for {@code table history}. */
  public static List<String> history(History history, Style style) {
    Table table =
        new Table()
            .right("VERSION")
            .left("STORY")
            .left("WALL")
            .left("OPERATION")
            .right("FILES")
            .right("INSERTED")
            .right("UPDATED")
            .right("REMOVED")
            .left("BY");
    List<String> moved = new ArrayList<>();
    for (Version v : history.versions()) {
      table.row(
          Long.toString(v.version()),
          Figures.time(v.story()),
          Figures.time(v.committedAt()),
          v.operation().toLowerCase(Locale.ROOT),
          "+%d -%d".formatted(v.filesAdded(), v.filesRemoved()),
          Figures.count(v.inserted()),
          Figures.count(v.updated()),
          Figures.count(v.removed()),
          v.job());
      if (!v.positions().isEmpty()) {
        moved.add(
            "version %d moved %s"
                .formatted(
                    v.version(),
                    v.positions().entrySet().stream()
                        .map(p -> p.getKey() + " to " + p.getValue())
                        .collect(Collectors.joining(", "))));
      }
    }
    List<String> lines = new ArrayList<>(table.lines(style));
    moved.forEach(line -> lines.addAll(Text.indented("  ", line)));
    if (history.earlier() > 0) {
      lines.add(
          "%s earlier versions; --limit N shows more".formatted(Figures.count(history.earlier())));
    }
    return lines;
  }

  /** Lines for {@code table files}. */
  public static List<String> files(Files files, Style style) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s version %d: %s files, %s rows, %s bytes"
            .formatted(
                style.paint(Tone.STRONG, files.table()),
                files.version(),
                Figures.count(files.total()),
                Figures.count(files.rows()),
                Figures.count(files.bytes())));
    Table table = new Table().right("ROWS").right("BYTES").left("FROM").left("TO").left("FILE");
    for (DataFileView f : files.files()) {
      table.row(
          Figures.count(f.rows()),
          Figures.count(f.bytes()),
          Figures.time(f.minEventTime()),
          Figures.time(f.maxEventTime()),
          f.path());
    }
    lines.addAll(table.lines(style));
    if (files.files().size() < files.total()) {
      lines.add(
          "%s files with earlier events; --limit N shows more"
              .formatted(Figures.count((long) files.total() - files.files().size())));
    }
    return lines;
  }

  /** Lines for {@code table diff}. */
  public static List<String> diff(Differences diff, Style style) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s from version %d to %d: %s rows added, %s removed, %s changed"
            .formatted(
                style.paint(Tone.STRONG, diff.table()),
                diff.from(),
                diff.to(),
                Figures.count(diff.added()),
                Figures.count(diff.removed()),
                Figures.count(diff.changed())));
    for (RowDifference row : diff.examples()) {
      lines.add("%s %s".formatted(row.kind(), row.key()));
      lines.addAll(Text.indented("  ", values(row)));
    }
    return lines;
  }

  private static String values(RowDifference row) {
    TreeSet<String> columns = new TreeSet<>(row.before().keySet());
    columns.addAll(row.after().keySet());
    boolean changed = !row.before().isEmpty() && !row.after().isEmpty();
    Map<String, String> only = row.before().isEmpty() ? row.after() : row.before();
    return columns.stream()
        .map(
            column ->
                changed
                    ? "%s: %s → %s"
                        .formatted(column, row.before().get(column), row.after().get(column))
                    : "%s: %s".formatted(column, only.get(column)))
        .collect(Collectors.joining(", "));
  }

  /** Lines for {@code sql}. */
  public static List<String> sql(Rows rows, Style style) {
    Table table = new Table();
    rows.columns().forEach(table::left);
    for (List<String> row : rows.rows()) {
      table.row(row.stream().map(TableViews::cell).toArray());
    }
    List<String> lines = new ArrayList<>(table.lines(style));
    lines.add(
        rows.more()
            ? "the first %s rows; --limit N shows more".formatted(Figures.count(rows.rows().size()))
            : "%s rows".formatted(Figures.count(rows.rows().size())));
    lines.add(
        rows.versions().entrySet().stream()
            .map(v -> "%s version %d".formatted(v.getKey(), v.getValue()))
            .collect(Collectors.joining(", ")));
    return lines;
  }

  private static String cell(String value) {
    // The plan of a query is a drawing of many lines.
    if (value == null || value.length() <= LONGEST_CELL || value.contains("\n")) {
      return value;
    }
    return value.substring(0, LONGEST_CELL) + "…";
  }
}
