package dev.incidentlab.server.resume;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A run belongs to one server. The lock is the operating system's, which takes it back when the
 * process is gone, however it went.
 */
public final class RunLock implements AutoCloseable {
  private static final String FILE = "server.lock";

  private final FileChannel channel;

  private RunLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes a run's lock.
   *
   * @throws RunRefusedException if another process has it
   */
  public static RunLock take(Path run) throws IOException, RunRefusedException {
    FileChannel channel =
        FileChannel.open(run.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return new RunLock(channel);
      }
    } catch (OverlappingFileLockException e) {
      channel.close();
      throw taken(run, e);
    }
    channel.close();
    throw taken(run, null);
  }

  private static RunRefusedException taken(Path run, Throwable cause) {
    return new RunRefusedException(
        "run %s has a server that lives; `./lab status` looks at it, `./lab stop` ends it"
            .formatted(run),
        cause);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
