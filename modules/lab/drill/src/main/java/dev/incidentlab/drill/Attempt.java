package dev.incidentlab.drill;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What of a journal counts. A run may be put back to its page; from then on its story is made of
 * the lines up to the page and of those since, and what lies between is an attempt that is over.
 *
 * @param number from 1
 * @param begun the line with which it was put back to its page; empty if it never was
 * @param lines those that count, oldest first
 */
public record Attempt(int number, Optional<JournalEntry> begun, List<JournalEntry> lines) {
  private static final String NUMBER = "attempt";
  private static final String PAGE = "page";

  public Attempt {
    lines = List.copyOf(lines);
  }

  /**
   * The figures of the line with which an attempt begins.
   *
   * @param page number of the last line before people could act
   */
  public static Map<String, Object> begins(int number, long page) {
    return Map.of(NUMBER, number, PAGE, page);
  }

  /** Whether an attempt begins with a line. */
  public static boolean begins(JournalEntry line) {
    return line.data().get(NUMBER) instanceof Integer && line.data().get(PAGE) instanceof Number;
  }

  /** The newest attempt of a whole journal. */
  public static Attempt newest(List<JournalEntry> journal) {
    for (int at = journal.size() - 1; at >= 0; at--) {
      JournalEntry line = journal.get(at);
      if (begins(line)) {
        int page = ((Number) line.data().get(PAGE)).intValue();
        List<JournalEntry> lines = new ArrayList<>(journal.subList(0, Math.min(page, at)));
        lines.addAll(journal.subList(at, journal.size()));
        return new Attempt((Integer) line.data().get(NUMBER), Optional.of(line), lines);
      }
    }
    return new Attempt(1, Optional.empty(), journal);
  }
}
