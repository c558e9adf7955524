package dev.incidentlab.warehouse;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** A file that grows by lines, as a process that may have crashed has left it. */
public final class WholeLines {
  private WholeLines() {}

  /**
   * Reads the file, and cuts a last line off that a crash has left half-written.
   *
   * @return its lines in UTF-8; none if there is no file
   */
  public static List<String> read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    byte[] bytes = Files.readAllBytes(file);
    int whole = bytes.length;
    while (whole > 0 && bytes[whole - 1] != '\n') {
      whole--;
    }
    if (whole < bytes.length) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(whole);
        channel.force(true);
      }
    }
    return new String(bytes, 0, whole, StandardCharsets.UTF_8).lines().toList();
  }
}
