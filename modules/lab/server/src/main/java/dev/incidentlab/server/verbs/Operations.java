package dev.incidentlab.server.verbs;

import dev.incidentlab.drill.JournalEntry.Kind;
import dev.incidentlab.ingest.ReplayReport;
import dev.incidentlab.server.past.Given;
import dev.incidentlab.server.run.RunState;
import java.util.Map;

/**
 * Replays and redrives, which take long enough for the server to end under them: the journal has
 * their beginning and their end, whatever came of them.
 */
final class Operations {
  private Operations() {}

  /** What takes long. */
  interface Operation {
    ReplayReport run() throws InterruptedException;
  }

  /**
   * Carries one out. The caller writes the line with its outcome, and with {@link Given#ENDED}.
   *
   * @param what words for people: the verb and the name
   * @param id its name
   * @param table the table that it writes to
   */
  static ReplayReport carriedOut(
      RunState state, String who, String what, String id, String table, Operation operation)
      throws InterruptedException {
    state
        .journal()
        .write(who, Kind.VERB, what + " has begun.", Map.of(Given.BEGUN, id, "table", table));
    boolean done = false;
    try {
      ReplayReport report = operation.run();
      done = true;
      return report;
    } finally {
      if (!done) {
        state.journal().write(who, Kind.VERB, what + " has failed.", Map.of(Given.ENDED, id));
      }
    }
  }
}
