package dev.incidentlab.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Optional;

/**
 * Where a run's server listens, kept as {@code server.json} in the run's folder while it lives.
 *
 * @param run the run's id, {@code scenario/start}
 * @param url base address, for instance {@code http://127.0.0.1:40123}
 * @param pid the server's process
 * @param started when that process was started, in milliseconds since the epoch: a process id is
 *     given out again some day. 0 where the platform does not say
 */
public record ServerAddress(String run, String url, long pid, long started) {
  /** The file's name in a run's folder. */
  public static final String FILE = "server.json";

  /** Linux counts a process's start from the boot, whose time moves when the clock is set. */
  private static final long START_TOLERANCE_MILLIS = 10_000;

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The address of a server that is this process. */
  public static ServerAddress ofThisProcess(String run, String url) {
    ProcessHandle self = ProcessHandle.current();
    return new ServerAddress(run, url, self.pid(), startOf(self));
  }

  /** The address in a run's folder; empty if there is none, or if its process is gone. */
  public static Optional<ServerAddress> find(Path run) {
    Path file = run.resolve(FILE);
    try {
      ServerAddress address = JSON.readValue(Files.readAllBytes(file), ServerAddress.class);
      return address.lives() ? Optional.of(address) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private boolean lives() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        // One that ended and was not yet collected by its parent has no command any more.
        .filter(process -> process.info().command().isPresent())
        .filter(process -> Math.abs(startOf(process) - started) <= START_TOLERANCE_MILLIS)
        .isPresent();
  }

  private static long startOf(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

  /** Writes the address; a reader sees all of it or nothing. */
  public void write(Path run) throws IOException {
    Path whole = Files.createTempFile(run, "server", ".part");
    JSON.writeValue(whole.toFile(), this);
    Files.move(whole, run.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
  }
}
