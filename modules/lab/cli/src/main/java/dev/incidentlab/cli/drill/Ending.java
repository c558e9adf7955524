package dev.incidentlab.cli.drill;

import dev.incidentlab.api.Answers.Done;
import dev.incidentlab.api.LabClient;
import dev.incidentlab.api.LabException;
import dev.incidentlab.api.ServerAddress;
import dev.incidentlab.api.Verb;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Ends a lab, and comes back only when its server is gone. */
public final class Ending {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration UNANSWERED = Duration.ofSeconds(10);

  private Ending() {}

  /**
   * Asks a lab to stop and waits for it.
   *
   * @throws LabException if it does not end
   */
  public static Done stop(ServerAddress address, String who) {
    LabClient client = new LabClient(address.url(), who, PATIENCE);
    Optional<ProcessHandle> process = ProcessHandle.of(address.pid());
    Done done = ask(client, address, process);
    process.ifPresent(ending -> await(address, ending));
    return done;
  }

  private static Done ask(
      LabClient client, ServerAddress address, Optional<ProcessHandle> process) {
    try {
      return client.use(Verb.STOP, Map.of(), Done.class);
    } catch (LabException e) {
      // It may end before its answer is out; what was asked for is what has happened then.
      boolean unanswered = e.status() == 0;
      if (unanswered && ServerProcess.awaitEnd(process.orElse(null), UNANSWERED)) {
        return new Done("The lab has ended.", Map.of("run", address.run()), null);
      }
      throw e;
    }
  }

  private static void await(ServerAddress address, ProcessHandle process) {
    if (!ServerProcess.awaitEnd(process, PATIENCE)) {
      throw new LabException(
          0,
          "lab %s was asked to stop and still runs after %d s as process %d; `kill %d` ends it"
              .formatted(address.run(), PATIENCE.toSeconds(), address.pid(), address.pid()));
    }
  }

  /**
   * Ends a server that may not have got as far as having an address; by force if it does not
   * listen. What it started ends with it: its children watch for that.
   */
  public static void stop(ServerProcess server, RunFolder folder, String who) {
    ServerAddress.find(folder.path())
        .ifPresentOrElse(address -> askOrTerminate(address, server, who), server::terminate);
    if (!ServerProcess.awaitEnd(server.handle(), PATIENCE)) {
      server.handle().destroyForcibly();
    }
  }

  private static void askOrTerminate(ServerAddress address, ServerProcess server, String who) {
    try {
      stop(address, who);
    } catch (LabException e) {
      server.terminate();
    }
  }
}
