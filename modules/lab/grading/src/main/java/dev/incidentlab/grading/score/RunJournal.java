package dev.incidentlab.grading.score;

import dev.incidentlab.drill.Attempt;
import dev.incidentlab.drill.JournalEntry;
import dev.incidentlab.drill.JournalEntry.Kind;
import dev.incidentlab.drill.engine.MessageBoard;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The lines of a journal that scores are made from. */
public final class RunJournal {
  /** Key of the data of a line about the ingest job, written by who watches it. */
  public static final String INGEST = "ingest";

  /** Value: the job runs, and rows that it did not have at the page reach the table. */
  public static final String PROGRESSING = "progressing";

  /** Value: it has failed again. */
  public static final String FAILED = "failed";

  /** Who, on lines about what no verb did. */
  public static final String OUTSIDE = "outside";

  private static final String VERB = "verb";
  private static final String MESSAGE = MessageBoard.MESSAGE;
  private static final String PAGES = MessageBoard.PAGES;

  private final List<JournalEntry> all;
  private final Attempt attempt;
  private final List<JournalEntry> lines;

  /**
   * @param journal all of it; the newest attempt counts
   */
  public RunJournal(List<JournalEntry> journal) {
    this.all = List.copyOf(journal);
    this.attempt = Attempt.newest(journal);
    this.lines = attempt.lines();
  }

  /** How often the run was begun or put back to its page. */
  public int attempt() {
    return attempt.number();
  }

  /** When people could act on a page: after a rewind, that is not when it fired. */
  Instant couldActOn(JournalEntry page) {
    return attempt
        .begun()
        .map(begun -> wall(onCall(begun).orElse(begun)))
        .orElseGet(() -> wall(page));
  }

  private Optional<JournalEntry> onCall(JournalEntry begun) {
    return lines.stream()
        .filter(l -> l.seq() > begun.seq() && "ON_CALL".equals(l.data().get("phase")))
        .findFirst();
  }

  /** Hints that were taken, in whatever attempt: who has read one knows it. */
  List<JournalEntry> hints() {
    return all.stream()
        .filter(l -> l.kind() == Kind.VERB && "hint".equals(l.data().get(VERB)))
        .toList();
  }

  static Instant story(JournalEntry line) {
    return Instant.parse(line.story());
  }

  static Instant wall(JournalEntry line) {
    return Instant.parse(line.wall());
  }

  /** Whether a fault was injected at that story time. */
  boolean injectedAt(Instant story) {
    return lines.stream().anyMatch(l -> l.kind() == Kind.FAULT && story(l).equals(story));
  }

  /** The first alert that fired at or after a story time. */
  Optional<JournalEntry> alert(Instant from, boolean pagesOnly) {
    return lines.stream()
        .filter(l -> l.kind() == Kind.ALERT && "firing".equals(l.data().get("state")))
        .filter(l -> !pagesOnly || "PAGE".equals(l.data().get("severity")))
        .filter(l -> !story(l).isBefore(from))
        .findFirst();
  }

  /**
   * The line that calls the one on call: the first alert of that severity since the incident began,
   * or else the message that is the page.
   */
  Optional<JournalEntry> page(Optional<Instant> began) {
    return alert(began.orElse(Instant.MIN), true)
        .or(() -> messages().filter(l -> Boolean.TRUE.equals(l.data().get(PAGES))).findFirst());
  }

  /** The line that delivers a message. */
  Optional<JournalEntry> message(String id) {
    return messages().filter(l -> id.equals(l.data().get(MESSAGE))).findFirst();
  }

  private Stream<JournalEntry> messages() {
    return lines.stream().filter(l -> l.kind() == Kind.MESSAGE);
  }

  /** Lines of verbs that changed something, by their words. */
  List<JournalEntry> verbs(String words) {
    return verbs().filter(l -> words.equals(l.data().get(VERB))).toList();
  }

  /** Those of them of which an argument is one of the names. */
  List<JournalEntry> verbs(String words, Collection<String> names) {
    return verbs(words).stream()
        .filter(
            l ->
                l.data().get("arguments") instanceof Map<?, ?> a
                    && a.values().stream().anyMatch(names::contains))
        .toList();
  }

  /** Changes that were made by other tools than verbs. */
  List<JournalEntry> byOtherTools() {
    return lines.stream().filter(l -> l.who().equals(OUTSIDE)).toList();
  }

  /** When ingest began to progress and did not fail again after. */
  Optional<JournalEntry> progressing() {
    JournalEntry since = null;
    for (JournalEntry line : lines) {
      Object state = line.data().get(INGEST);
      if (PROGRESSING.equals(state) && since == null) {
        since = line;
      } else if (FAILED.equals(state)) {
        since = null;
      }
    }
    return Optional.ofNullable(since);
  }

  private Stream<JournalEntry> verbs() {
    return lines.stream().filter(l -> l.kind() == Kind.VERB);
  }
}
