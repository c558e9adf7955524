package dev.incidentlab.cli.view;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Bytes as {@code hexdump -C} prints them: position, values, and the characters that they may be.
 */
final class HexDump {
  private static final int BYTES_A_LINE = 16;
  private static final char NOT_PRINTABLE = '.';

  private HexDump() {}

  /**
   * @param most show only so many bytes, and say how many there are
   */
  static List<String> lines(byte[] bytes, int most) {
    List<String> lines = new ArrayList<>();
    int shown = Math.min(bytes.length, most);
    for (int from = 0; from < shown; from += BYTES_A_LINE) {
      lines.add(line(bytes, from, Math.min(from + BYTES_A_LINE, shown)));
    }
    if (shown < bytes.length) {
      lines.add(
          "cut: %s of %s bytes; --json has all of them, in Base64"
              .formatted(Figures.count(shown), Figures.count(bytes.length)));
    }
    return lines;
  }

  private static String line(byte[] bytes, int from, int to) {
    StringBuilder values = new StringBuilder();
    StringBuilder characters = new StringBuilder();
    for (int at = from; at < to; at++) {
      values.append(at - from == BYTES_A_LINE / 2 ? "  " : " ");
      values.append(HexFormat.of().toHexDigits(bytes[at]));
      boolean printable = bytes[at] >= ' ' && bytes[at] <= '~';
      characters.append(printable ? (char) bytes[at] : NOT_PRINTABLE);
    }
    return "%06x %-49s  %s".formatted(from, values, characters);
  }
}
