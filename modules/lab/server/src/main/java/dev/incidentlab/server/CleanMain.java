package dev.incidentlab.server;

import dev.incidentlab.drill.JournalFile;
import dev.incidentlab.schema.RegistryUnavailableException;
import dev.incidentlab.server.adapter.FlinkRest.FlinkException;
import dev.incidentlab.server.adapter.KafkaTopics.KafkaUnavailableException;
import dev.incidentlab.server.resume.StartLine;
import dev.incidentlab.server.run.ExternalPlatform;
import dev.incidentlab.server.run.Leftovers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Removes what a run has left on a platform of somebody else's. The argument is the run's folder;
 * its journal says where the run was. A line on standard output for each thing that is gone; exit
 * status 0, or 2 with the reason on standard error.
 */
public final class CleanMain {
  private static final int FAILED = 2;

  private CleanMain() {}

  public static void main(String[] args) throws InterruptedException {
    Path run = Path.of(args[0]).toAbsolutePath().normalize();
    try {
      Optional<ExternalPlatform> platform = platform(run);
      if (platform.isEmpty()) {
        throw new IllegalArgumentException(
            "run %s had a platform of its own, which ended with it; all that is left is the folder %s"
                .formatted(id(run), run));
      }
      try (Leftovers leftovers = new Leftovers(platform.get(), run)) {
        leftovers.remove(line -> System.out.println(line));
      }
    } catch (IllegalArgumentException
        | IOException
        | UncheckedIOException
        | FlinkException
        | KafkaUnavailableException
        | RegistryUnavailableException e) {
      System.err.println(e.getMessage());
      System.exit(FAILED);
    }
  }

  private static Optional<ExternalPlatform> platform(Path run) throws IOException {
    JournalFile journal = JournalFile.read(run.resolve(JournalFile.NAME));
    if (journal.entries().isEmpty()) {
      throw new IllegalArgumentException(
          "the journal of run %s is empty, so it is not known where the run was"
              .formatted(id(run)));
    }
    return StartLine.external(journal.entries().get(0));
  }

  private static String id(Path run) {
    return run.getParent().getFileName() + "/" + run.getFileName();
  }
}
