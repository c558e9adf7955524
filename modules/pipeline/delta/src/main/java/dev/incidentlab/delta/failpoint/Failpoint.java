package dev.incidentlab.delta.failpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A named place where a thread can be held from outside, by {@link Failpoints}: whoever holds it
 * then kills the process, or another one, or lets the thread go on. Without a folder in the
 * environment variable {@link #VARIABLE} it is nothing but a test of a constant.
 */
public final class Failpoint {

  /** Names the folder of {@link Failpoints}. */
  public static final String VARIABLE = "INCIDENT_LAB_FAILPOINTS";

  static final String ARMED = ".armed";
  static final String HELD = ".held-";

  private static final Path FOLDER =
      System.getenv(VARIABLE) == null ? null : Path.of(System.getenv(VARIABLE));
  private static final long LOOK_AGAIN_NANOS = 2_000_000;

  private final String name;
  private final AtomicInteger hits = new AtomicInteger();

  private Failpoint(String name) {
    this.name = name;
  }

  /**
   * @param name letters, digits, '.' and '-'; unique among those of a process
   */
  public static Failpoint named(String name) {
    return new Failpoint(Failpoints.requireName(name));
  }

  /** Goes on at once, unless this point is armed and its turn has come. */
  public void reach() {
    if (FOLDER != null) {
      reach(FOLDER);
    }
  }

  void reach(Path folder) {
    Path armed = folder.resolve(name + ARMED);
    if (!Files.exists(armed)) {
      return;
    }
    Path held = folder.resolve(name + HELD + ProcessHandle.current().pid());
    try {
      if (hits.incrementAndGet() < Integer.parseInt(Files.readString(armed).strip())) {
        return;
      }
      Files.move(armed, held, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      // Another thread or process was here first, and it is the one that is held.
      return;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read failpoint " + name + " in " + folder, e);
    }
    hits.set(0);
    // The other side is another process; a file that goes away is the sign that both understand.
    // An interrupt does not end it: a process that hangs does not hear one either.
    while (Files.exists(held)) {
      LockSupport.parkNanos(LOOK_AGAIN_NANOS);
    }
  }
}
