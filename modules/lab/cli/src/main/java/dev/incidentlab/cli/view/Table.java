package dev.incidentlab.cli.view;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows in aligned columns under headings. The last column is wrapped if the line would become too
 * wide.
 */
public final class Table {
  private static final String GAP = "  ";
  private static final int NARROWEST_LAST = 16;

  private final List<String> headings = new ArrayList<>();
  private final List<Boolean> alignedRight = new ArrayList<>();
  private final List<List<Cell>> rows = new ArrayList<>();

  /** A text in a tone. */
  public record Cell(String text, Tone tone) {
    public Cell {
      text = text == null ? Figures.NONE : text;
    }
  }

  /** Adds a column for words. */
  public Table left(String heading) {
    headings.add(heading);
    alignedRight.add(false);
    return this;
  }

  /** Adds a column for numbers. */
  public Table right(String heading) {
    headings.add(heading);
    alignedRight.add(true);
    return this;
  }

  /**
   * Adds a row.
   *
   * @param cells one for each column: a {@link Cell}, or a text in the plain tone; null becomes
   *     {@link Figures#NONE}
   */
  public Table row(Object... cells) {
    if (cells.length != headings.size()) {
      throw new IllegalArgumentException(
          "a row has %d cells, but the table has %d columns %s"
              .formatted(cells.length, headings.size(), headings));
    }
    List<Cell> row = new ArrayList<>();
    for (Object cell : cells) {
      row.add(cell instanceof Cell c ? c : new Cell((String) cell, Tone.PLAIN));
    }
    rows.add(row);
    return this;
  }

  /** Headings and rows; nothing if there are no rows. */
  public List<String> lines(Style style) {
    if (rows.isEmpty()) {
      return List.of();
    }
    int[] widths = widths();
    List<String> lines = new ArrayList<>();
    List<Cell> heading = headings.stream().map(text -> new Cell(text, Tone.DIM)).toList();
    if (headings.stream().anyMatch(text -> !text.isEmpty())) {
      addRow(lines, heading, widths, style);
    }
    rows.forEach(row -> addRow(lines, row, widths, style));
    return lines;
  }

  private int[] widths() {
    int[] widths = new int[headings.size()];
    for (int column = 0; column < widths.length; column++) {
      int widest = headings.get(column).length();
      for (List<Cell> row : rows) {
        widest = Math.max(widest, row.get(column).text().length());
      }
      widths[column] = widest;
    }
    return widths;
  }

  private void addRow(List<String> lines, List<Cell> row, int[] widths, Style style) {
    StringBuilder line = new StringBuilder();
    int last = widths.length - 1;
    int before = 0;
    for (int column = 0; column < last; column++) {
      line.append(padded(row.get(column), column, widths[column], style)).append(GAP);
      before += widths[column] + GAP.length();
    }
    if (alignedRight.get(last)) {
      lines.add(line.append(padded(row.get(last), last, widths[last], style)).toString());
      return;
    }
    Cell cell = row.get(last);
    List<String> parts = Text.wrap(cell.text(), Math.max(Style.WIDTH - before, NARROWEST_LAST));
    String indent = " ".repeat(before);
    for (int part = 0; part < parts.size(); part++) {
      String text = style.paint(cell.tone(), parts.get(part));
      lines.add(((part == 0 ? line.toString() : indent) + text).stripTrailing());
    }
  }

  private String padded(Cell cell, int column, int width, Style style) {
    String space = " ".repeat(Math.max(0, width - cell.text().length()));
    String text = style.paint(cell.tone(), cell.text());
    return alignedRight.get(column) ? space + text : text + space;
  }
}
