package dev.incidentlab.cli.view;

import java.util.ArrayList;
import java.util.List;

/** Breaks prose into lines. */
public final class Text {
  private Text() {}

  /**
   * Breaks at spaces and line ends. A word that is longer than the width gets a line of its own and
   * is not cut: it may be a path or a command that someone wants to copy.
   *
   * @param width columns
   * @return at least one line
   */
  public static List<String> wrap(String text, int width) {
    List<String> lines = new ArrayList<>();
    for (String paragraph : text.split("\\R", -1)) {
      StringBuilder line = new StringBuilder();
      for (String word : paragraph.split(" ", -1)) {
        if (line.length() > 0 && line.length() + 1 + word.length() > width) {
          lines.add(line.toString());
          line.setLength(0);
        }
        line.append(line.length() > 0 ? " " : "").append(word);
      }
      lines.add(line.toString());
    }
    return lines;
  }

  /** As {@link #wrap}, with every line after {@code indent}. */
  public static List<String> indented(String indent, String text) {
    return wrap(text, Style.WIDTH - indent.length()).stream().map(indent::concat).toList();
  }
}
