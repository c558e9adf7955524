package dev.incidentlab.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * Where a run's server listens, kept as {@code server.json} in the run's folder while it lives.
 *
 * @param run the run's id, {@code scenario/start}
 * @param url base address, for instance {@code http://127.0.0.1:40123}
 * @param pid the server's process
 */
public record ServerAddress(String run, String url, long pid) {
  /** The file's name in a run's folder. */
  public static final String FILE = "server.json";

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The address in a run's folder; empty if there is none, or if its process is gone. */
  public static Optional<ServerAddress> find(Path run) {
    Path file = run.resolve(FILE);
    try {
      ServerAddress address = JSON.readValue(Files.readAllBytes(file), ServerAddress.class);
      boolean lives = ProcessHandle.of(address.pid()).map(ProcessHandle::isAlive).orElse(false);
      return lives ? Optional.of(address) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Writes the address; a reader sees all of it or nothing. */
  public void write(Path run) throws IOException {
    Path whole = Files.createTempFile(run, "server", ".part");
    JSON.writeValue(whole.toFile(), this);
    Files.move(whole, run.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
  }
}
