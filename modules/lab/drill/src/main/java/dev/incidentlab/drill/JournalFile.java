package dev.incidentlab.drill;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A journal as a process that is gone has left it.
 *
 * @param entries its whole lines
 * @param cutBytes bytes behind the last whole line: a line that a crash left half-written; 0 if
 *     there is none
 */
public record JournalFile(Path path, List<JournalEntry> entries, long cutBytes) {
  /** The file's name in a run's folder. */
  public static final String NAME = "journal.jsonl";

  private static final ObjectMapper JSON = new ObjectMapper();

  public JournalFile {
    entries = List.copyOf(entries);
  }

  /**
   * Reads a journal; the file stays as it is.
   *
   * @throws IOException if it cannot be read, or if a line before the last is no journal line; the
   *     message says which
   */
  public static JournalFile read(Path path) throws IOException {
    byte[] bytes = Files.readAllBytes(path);
    List<JournalEntry> entries = new ArrayList<>();
    int begin = 0;
    for (int at = 0; at < bytes.length; at++) {
      if (bytes[at] == '\n') {
        entries.add(entry(path, bytes, begin, at, entries.size() + 1));
        begin = at + 1;
      }
    }
    return new JournalFile(path, entries, bytes.length - begin);
  }

  /**
   * Writes a journal whole: the file is there with all its lines, or not at all.
   *
   * @param path of which there must be none yet
   * @param entries counted from 1 without gaps
   */
  public static void write(Path path, List<JournalEntry> entries) throws IOException {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    for (JournalEntry entry : entries) {
      lines.write(JSON.writeValueAsBytes(entry));
      lines.write('\n');
    }
    Path part = path.resolveSibling(path.getFileName() + ".part");
    try (FileOutputStream file = new FileOutputStream(part.toFile())) {
      lines.writeTo(file);
      file.getFD().sync();
    }
    Files.move(part, path);
  }

  private static JournalEntry entry(Path path, byte[] bytes, int begin, int end, int number)
      throws IOException {
    String line = new String(bytes, begin, end - begin, StandardCharsets.UTF_8);
    try {
      JournalEntry entry = JSON.readValue(line, JournalEntry.class);
      if (entry.seq() == number) {
        return entry;
      }
      throw new IOException(
          "line %d of %s has number %d; a journal counts from 1 without gaps"
              .formatted(number, path, entry.seq()));
    } catch (JsonProcessingException e) {
      throw new IOException(
          "line %d of %s is no journal line: %s"
              .formatted(number, path, line.substring(0, Math.min(80, line.length()))),
          e);
    }
  }

  /** Takes the half-written line off the file. */
  void cut() throws IOException {
    if (cutBytes > 0) {
      try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
        file.truncate(file.size() - cutBytes);
        file.force(true);
      }
    }
  }
}
