package dev.incidentlab.cli.watch;

import dev.incidentlab.api.Answers.Grade;
import dev.incidentlab.api.Answers.JournalLine;
import dev.incidentlab.api.Answers.JournalLines;
import dev.incidentlab.api.LabClient;
import dev.incidentlab.api.LabException;
import dev.incidentlab.api.StatusAnswers.Status;
import dev.incidentlab.api.Verb;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Asks a lab again and again, each thing at its own pace; only with verbs that look. */
final class Feeds {
  private static final Duration STATUS_AGAIN = Duration.ofSeconds(2);
  private static final Duration GRADE_AGAIN = Duration.ofSeconds(4);
  private static final Duration JOURNAL_AGAIN = Duration.ofMillis(500);
  private static final String POLL_MILLIS = "10000";

  private final LabClient client;
  private final Supplier<Optional<LabEnd>> unanswered;
  private final Consumer<Event> to;

  /**
   * @param client with patience enough for a grading
   * @param unanswered what became of a lab that does not answer; empty if it is still there
   * @param to gets what is found, from several threads
   */
  Feeds(LabClient client, Supplier<Optional<LabEnd>> unanswered, Consumer<Event> to) {
    this.client = client;
    this.unanswered = unanswered;
    this.to = to;
  }

  private interface Feed {
    void ask();
  }

  void begin() {
    repeat("watch-journal", JOURNAL_AGAIN, journal());
    repeat("watch-status", STATUS_AGAIN, this::status);
    repeat("watch-grade", GRADE_AGAIN, this::grade);
  }

  private static void repeat(String name, Duration again, Feed feed) {
    Thread thread =
        new Thread(
            () -> {
              try {
                while (true) {
                  feed.ask();
                  // How often it is asked; the lab itself says nothing unasked.
                  Thread.sleep(again.toMillis());
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
  }

  private void status() {
    try {
      to.accept(new Event.Stood(client.use(Verb.STATUS, Map.of(), Status.class)));
    } catch (LabException e) {
      to.accept(new Event.Unknown(e.getMessage()));
    }
  }

  private void grade() {
    try {
      to.accept(new Event.Graded(client.use(Verb.GRADE, Map.of(), Grade.class)));
    } catch (LabException e) {
      to.accept(new Event.NotGraded(e.getMessage()));
    }
  }

  private Feed journal() {
    long[] after = {0};
    return () -> {
      try {
        Map<String, String> wanted =
            after[0] == 0
                ? Map.of("after", "0")
                : Map.of("after", Long.toString(after[0]), "waitMillis", POLL_MILLIS);
        JournalLines journal = client.use(Verb.JOURNAL, wanted, JournalLines.class);
        for (JournalLine line : journal.lines()) {
          after[0] = line.seq();
        }
        to.accept(new Event.Told(journal));
      } catch (LabException e) {
        to.accept(new Event.Unknown(e.getMessage()));
        if (e.status() == 0) {
          unanswered.get().map(Event.Gone::new).ifPresent(to);
        }
      }
    };
  }
}
