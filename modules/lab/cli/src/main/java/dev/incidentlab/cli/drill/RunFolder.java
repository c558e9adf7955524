package dev.incidentlab.cli.drill;

import dev.incidentlab.api.Runs;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * The folder of a run: {@code <root>/<scenario>/<start>/}, where {@code start} is {@code
 * yyyyMMdd-HHmmss} in UTC, with {@code -2}, {@code -3} and so on behind it for further runs within
 * the same second.
 */
public record RunFolder(Path path) {
  private static final DateTimeFormatter START =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  /** Makes a new one, with its {@code logs} folder, and points {@code latest} to it. */
  public static RunFolder create(Path root, String scenario, Instant now) throws IOException {
    Path runs = Files.createDirectories(root.resolve(scenario));
    String start = START.format(now);
    Path folder = runs.resolve(start);
    for (int next = 2; !created(folder); next++) {
      folder = runs.resolve(start + "-" + next);
    }
    Files.createDirectories(folder.resolve("logs"));
    Runs.pointLatest(folder);
    return new RunFolder(folder.toAbsolutePath().normalize());
  }

  /** Two drills that start at once must not share a folder, so making it is the test. */
  private static boolean created(Path folder) throws IOException {
    try {
      Files.createDirectory(folder);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  /** The run's id, {@code scenario/start}. */
  public String id() {
    return path.getParent().getFileName() + "/" + path.getFileName();
  }

  /** Where runs are kept. */
  public Path root() {
    return path.getParent().getParent();
  }

  public Path serverLog() {
    return path.resolve("logs").resolve("server.log");
  }
}
