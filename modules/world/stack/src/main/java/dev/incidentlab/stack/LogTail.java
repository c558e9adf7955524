package dev.incidentlab.stack;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The last lines of a log, read from its end so that its size does not matter. */
final class LogTail {

  private static final int MOST_BYTES = 32 << 10;

  private LogTail() {}

  /**
   * Up to {@code most} last lines that are not blank and were written at or after byte {@code
   * from}; none if the file cannot be read.
   */
  static List<String> of(Path log, long from, int most) {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      long length = file.length();
      long start = Math.max(Math.min(from, length), length - MOST_BYTES);
      byte[] bytes = new byte[(int) (length - start)];
      file.seek(start);
      file.readFully(bytes);
      List<String> lines =
          new String(bytes, StandardCharsets.UTF_8)
              .lines()
              .map(String::stripTrailing)
              .filter(line -> !line.isEmpty())
              .toList();
      return List.copyOf(lines.subList(Math.max(0, lines.size() - most), lines.size()));
    } catch (IOException e) {
      return List.of();
    }
  }
}
