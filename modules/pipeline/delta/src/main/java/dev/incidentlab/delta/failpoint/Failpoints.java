package dev.incidentlab.delta.failpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The outside of {@link Failpoint}: arms points of other processes and lets go what they hold. */
public final class Failpoints {

  private static final Pattern NAME = Pattern.compile("[a-z0-9]+([.-][a-z0-9]+)*");

  private final Path folder;

  /**
   * A thread that stands at a point.
   *
   * @param name the point's
   * @param pid of its process
   */
  public record Held(String name, long pid, Path file) {

    /** Lets the thread go on; does nothing if its process is gone. */
    public void release() {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot release failpoint " + name, e);
      }
    }
  }

  private Failpoints(Path folder) {
    this.folder = folder;
  }

  /** The points of processes whose {@link Failpoint#VARIABLE} is this folder, made if missing. */
  public static Failpoints in(Path folder) {
    try {
      return new Failpoints(Files.createDirectories(folder.toAbsolutePath()));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make the folder of failpoints " + folder, e);
    }
  }

  /** What a process needs in its environment, as value of {@link Failpoint#VARIABLE}. */
  public String variable() {
    return folder.toString();
  }

  /**
   * The next thread that comes to the point is held there.
   *
   * @param nth how often a process has to come to it from now on, from 1
   */
  public void arm(String name, int nth) {
    if (nth < 1) {
      throw new IllegalArgumentException(
          "failpoint %s cannot be armed for hit %d; the first one is 1".formatted(name, nth));
    }
    Path armed = folder.resolve(requireName(name) + Failpoint.ARMED);
    Path draft = folder.resolve(name + ".draft");
    try {
      Files.writeString(draft, Integer.toString(nth));
      Files.move(draft, armed, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot arm failpoint " + name + " in " + folder, e);
    }
  }

  /** The thread that stands at the point now. */
  public Optional<Held> held(String name) {
    String prefix = requireName(name) + Failpoint.HELD;
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(prefix))
          .map(
              file ->
                  new Held(
                      name,
                      Long.parseLong(file.getFileName().toString().substring(prefix.length())),
                      file))
          .findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the folder of failpoints " + folder, e);
    }
  }

  /** Disarms every point, and lets go whatever is held. */
  public void clear() {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot clear the folder of failpoints " + folder, e);
    }
  }

  static String requireName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "failpoint '%s': a name takes lower-case letters, digits, '.' and '-' in between"
              .formatted(name));
    }
    return name;
  }
}
