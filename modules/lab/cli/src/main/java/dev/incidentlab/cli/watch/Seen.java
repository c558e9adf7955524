package dev.incidentlab.cli.watch;

import dev.incidentlab.api.Answers.Grade;
import dev.incidentlab.api.Answers.JournalLine;
import dev.incidentlab.api.StatusAnswers.Status;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a watch knows.
 *
 * @param status null before the first one
 * @param unknown why the status is an old one; null if it is not
 * @param grade null before the first one
 * @param notGraded why the grade is an old one; null if it is not
 * @param lines the journal, oldest first
 * @param remark what is asked, or under way because of a key; null if nothing
 */
record Seen(
    Status status,
    String unknown,
    Grade grade,
    String notGraded,
    List<JournalLine> lines,
    String remark) {
  Seen {
    lines = List.copyOf(lines);
  }

  static Seen nothing() {
    return new Seen(null, null, null, null, List.of(), null);
  }

  Seen with(Event event) {
    if (event instanceof Event.Stood stood) {
      return new Seen(stood.status(), null, grade, notGraded, lines, remark);
    }
    if (event instanceof Event.Unknown because) {
      return new Seen(status, because.why(), grade, notGraded, lines, remark);
    }
    if (event instanceof Event.Graded graded) {
      return new Seen(status, unknown, graded.grade(), null, lines, remark);
    }
    if (event instanceof Event.NotGraded because) {
      return new Seen(status, unknown, grade, because.why(), lines, remark);
    }
    if (event instanceof Event.Told told) {
      List<JournalLine> all =
          Stream.concat(lines.stream(), told.journal().lines().stream()).toList();
      return new Seen(status, unknown, grade, notGraded, all, remark);
    }
    return this;
  }

  Seen remarking(String text) {
    return new Seen(status, unknown, grade, notGraded, lines, text);
  }

  /** Whether there is something of everything. */
  boolean complete() {
    return (status != null || unknown != null)
        && (grade != null || notGraded != null)
        && !lines.isEmpty();
  }
}
