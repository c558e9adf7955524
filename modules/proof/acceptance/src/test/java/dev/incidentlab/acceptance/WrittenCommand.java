package dev.incidentlab.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A command that a document tells people to type: a code span, or a line of a code block, that
 * begins with the name of a program.
 *
 * @param document file name
 * @param section the heading above it
 * @param text as written, on one line
 * @param exit the status that the document claims in brackets behind it, {@code (exits with 1 …)},
 *     or in the comment of its line; 0 if it claims none
 */
record WrittenCommand(String document, String section, String text, int exit) {
  /** Words that begin a command; a name of Kafka's tools without the launcher is one, and fails. */
  private static final Pattern PROGRAM =
      Pattern.compile(
          "(\\./lab|curl|jq|duckdb|mvn|source|diff|tail|ls|cat|xxd|touch|kill|python3?|docker"
              + "|kafka-[a-z-]+|flink|spark-sql) .*");

  private static final String CLAIM = "exits with (\\d)";
  private static final Pattern SPAN = Pattern.compile("`([^`]+)`(?:\\s+\\(" + CLAIM + ")?");
  private static final Pattern COMMENT = Pattern.compile("\\s+# .*?(?:" + CLAIM + ".*)?$");
  private static final Pattern HEADING = Pattern.compile("#+ (.+)");

  /** All commands of a document, in its order. */
  static List<WrittenCommand> in(Path file) throws IOException {
    return new Reading(file.getFileName().toString()).of(Files.readAllLines(file));
  }

  /** One pass over a document's lines. */
  private static final class Reading {
    private final String document;
    private final List<WrittenCommand> found = new ArrayList<>();
    private final StringBuilder prose = new StringBuilder();
    private String section = "";
    private boolean block;

    Reading(String document) {
      this.document = document;
    }

    List<WrittenCommand> of(List<String> lines) {
      for (String line : lines) {
        Matcher heading = HEADING.matcher(line);
        if (line.startsWith("```")) {
          spans();
          block = !block;
        } else if (block) {
          line(line.strip());
        } else if (heading.matches()) {
          spans();
          section = heading.group(1);
        } else {
          prose.append(line.strip()).append(line.isBlank() ? '\n' : ' ');
        }
      }
      spans();
      return found;
    }

    private void line(String line) {
      Matcher comment = COMMENT.matcher(line);
      boolean remarks = comment.find();
      add(remarks ? line.substring(0, comment.start()) : line, remarks ? comment.group(1) : null);
    }

    /** Spans may go on in the next line of their paragraph. */
    private void spans() {
      for (String paragraph : prose.toString().split("\n")) {
        Matcher span = SPAN.matcher(paragraph);
        while (span.find()) {
          add(span.group(1), span.group(2));
        }
      }
      prose.setLength(0);
    }

    private void add(String text, String exit) {
      if (PROGRAM.matcher(text).matches()) {
        // A bar within a table is written with a backslash.
        String typed = text.strip().replace("\\|", "|");
        found.add(
            new WrittenCommand(
                document, section, typed, exit == null ? 0 : Integer.parseInt(exit)));
      }
    }
  }
}
