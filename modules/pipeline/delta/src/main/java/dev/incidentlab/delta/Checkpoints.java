package dev.incidentlab.delta;

import com.fasterxml.jackson.databind.JsonNode;
import io.delta.standalone.internal.DeltaLogImpl;
import io.delta.standalone.internal.SnapshotImpl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Checkpoints of the log after appends.
 *
 * <p>A checkpoint repeats every file that the table has. One every ten commits, as Delta Standalone
 * writes them, makes a commit the slower the more files there are; one whenever the entries since
 * the last are a twentieth of what it held costs each commit the same, however large the table is,
 * and leaves a reader no more than a few hundred entries behind it.
 */
final class Checkpoints {

  /** Delta's own interval: no checkpoint comes sooner. */
  private static final int LEAST_INTERVAL = 10;

  private static final int ACTIONS_PER_ENTRY = 20;

  private final DeltaLogImpl log;
  private final Path lastCheckpoint;

  /**
   * @param folder of the log
   */
  Checkpoints(DeltaLogImpl log, Path folder) {
    this.log = log;
    this.lastCheckpoint = folder.resolve("_last_checkpoint");
  }

  /** Writes one if it is due after a commit. */
  void after(long version) throws IOException {
    if (version % LEAST_INTERVAL == 0 && isDue(version)) {
      SnapshotImpl snapshot = log.update();
      log.checkpoint(snapshot);
    }
  }

  private boolean isDue(long version) throws IOException {
    try {
      JsonNode last = Json.parse(Files.readString(lastCheckpoint));
      long interval = Math.max(LEAST_INTERVAL, last.path("size").asLong() / ACTIONS_PER_ENTRY);
      return version - last.path("version").asLong() >= interval;
    } catch (NoSuchFileException e) {
      return true;
    }
  }
}
