package dev.incidentlab.cli.drill;

import dev.incidentlab.api.Answers.JournalLine;
import dev.incidentlab.api.Answers.JournalLines;
import dev.incidentlab.api.Answers.Phase;
import dev.incidentlab.api.LabClient;
import dev.incidentlab.api.LabException;
import dev.incidentlab.api.ServerAddress;
import dev.incidentlab.api.Verb;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Follows a lab from its server's start to the page. */
public final class Startup {
  private static final Duration ADDRESS_PATIENCE = Duration.ofSeconds(60);
  private static final Duration JOURNAL_PATIENCE = Duration.ofSeconds(60);

  /** A server that no longer listens is about to end. */
  private static final Duration END_PATIENCE = Duration.ofSeconds(10);

  private static final String POLL_MILLIS = "5000";

  private final ServerProcess server;
  private final RunFolder folder;
  private final String who;

  public Startup(ServerProcess server, RunFolder folder, String who) {
    this.server = server;
    this.folder = folder;
    this.who = who;
  }

  /**
   * Where the server listens, once it does.
   *
   * @throws LabException if it ends before
   */
  public ServerAddress awaitAddress() {
    long deadline = System.nanoTime() + ADDRESS_PATIENCE.toNanos();
    while (true) {
      boolean alive = server.alive();
      Optional<ServerAddress> address = ServerAddress.find(folder.path());
      if (address.isPresent()) {
        return address.get();
      }
      if (!alive) {
        throw failed("the lab server ended before it was up: " + server.lastWords());
      }
      if (System.nanoTime() > deadline) {
        throw failed(
            "the lab server has no address after %d s".formatted(ADDRESS_PATIENCE.toSeconds()));
      }
      ServerProcess.pause();
    }
  }

  /**
   * Follows the journal until the page is out.
   *
   * @param progress gets each line
   * @return the newest line at the page
   * @throws LabException if the lab fails on the way
   */
  public JournalLine followToPage(ServerAddress address, Consumer<JournalLine> progress) {
    return followToPage(address, 0, progress);
  }

  /**
   * Follows the journal behind a line until people are on call.
   *
   * @param after the line's number
   */
  public JournalLine followToPage(
      ServerAddress address, long after, Consumer<JournalLine> progress) {
    LabClient client = new LabClient(address.url(), who, JOURNAL_PATIENCE);
    JournalLine newest = null;
    JournalLine error = null;
    while (true) {
      JournalLines journal = poll(client, newest == null ? after : newest.seq(), error);
      for (JournalLine line : journal.lines()) {
        progress.accept(line);
        newest = line;
        error = "ERROR".equalsIgnoreCase(line.kind()) ? line : error;
      }
      if (journal.phase() == Phase.ON_CALL && newest != null) {
        return newest;
      }
      if (journal.phase() == Phase.FAILED || journal.phase() == Phase.STOPPING) {
        throw ended(error, "its journal does not say why");
      }
      if (journal.lines().isEmpty()) {
        ServerProcess.pause(); // New lines that are hidden for now must not make this spin.
      }
    }
  }

  private JournalLines poll(LabClient client, long after, JournalLine error) {
    try {
      return client.use(
          Verb.JOURNAL,
          Map.of("after", Long.toString(after), "waitMillis", POLL_MILLIS),
          JournalLines.class);
    } catch (LabException e) {
      boolean unreachable = e.status() == 0;
      if (unreachable && ServerProcess.awaitEnd(server.handle(), END_PATIENCE)) {
        throw ended(error, server.lastWords());
      }
      throw e;
    }
  }

  /** What the journal said is better than what the log may say. */
  private LabException ended(JournalLine error, String otherwise) {
    return failed(
        error == null
            ? "the lab ended before the page: " + otherwise
            : "the drill failed: " + error.text());
  }

  private LabException failed(String what) {
    return new LabException(0, what + " (log: " + folder.serverLog() + ")");
  }
}
