package dev.incidentlab.drill;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Append-only JSON lines: the only link between what happened and every view of it. Safe for many
 * threads; a line is on disk when {@link #write} returns.
 */
public final class Journal implements AutoCloseable {
  /** Who, for lines that the lab writes by itself. */
  public static final String LAB = "lab";

  private static final ObjectMapper JSON = new ObjectMapper();

  // Not a channel: those are closed for good when a thread that writes is interrupted.
  private final FileOutputStream file;
  private final InstantSource wall;
  private final StoryClock clock;
  private final List<JournalEntry> entries = new ArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition grew = lock.newCondition();
  private final ThreadLocal<Boolean> veiled = ThreadLocal.withInitial(() -> false);

  /** Opens a new journal; the file must not exist yet. */
  public Journal(Path path, InstantSource wall, StoryClock clock) {
    this.wall = wall;
    this.clock = clock;
    try {
      Files.createFile(path);
      this.file = new FileOutputStream(path.toFile(), true);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot create the journal " + path, e);
    }
  }

  /** Goes on with a journal that was read; a half-written last line is cut off. */
  public Journal(JournalFile read, InstantSource wall, StoryClock clock) {
    this.wall = wall;
    this.clock = clock;
    this.entries.addAll(read.entries());
    try {
      read.cut();
      this.file = new FileOutputStream(read.path().toFile(), true);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot go on with the journal " + read.path(), e);
    }
  }

  /** A line by the lab itself. */
  public JournalEntry write(JournalEntry.Kind kind, String text) {
    return write(LAB, kind, text, Map.of());
  }

  /** A line. */
  public JournalEntry write(
      String who, JournalEntry.Kind kind, String text, Map<String, Object> data) {
    lock.lock();
    try {
      JournalEntry entry =
          new JournalEntry(
              entries.size() + 1L,
              wall.instant().toString(),
              clock.now().toString(),
              who,
              veiled.get() && kind == JournalEntry.Kind.VERB ? JournalEntry.Kind.FAULT : kind,
              text,
              data);
      append(entry);
      entries.add(entry);
      grew.signalAll();
      return entry;
    } finally {
      lock.unlock();
    }
  }

  /** All lines after number {@code seq}. */
  public List<JournalEntry> after(long seq) {
    lock.lock();
    try {
      return List.copyOf(entries.subList((int) Math.min(seq, entries.size()), entries.size()));
    } finally {
      lock.unlock();
    }
  }

  /** Waits up to {@code patience} until there is a line after number {@code seq}. */
  public void awaitAfter(long seq, Duration patience) throws InterruptedException {
    lock.lock();
    try {
      long left = patience.toNanos();
      while (entries.size() <= seq && left > 0) {
        left = grew.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Runs something with the journal to itself, so that nobody else sees a line that it writes
   * without what it changes, or the other way round.
   */
  public <T> T atomically(Supplier<T> step) {
    lock.lock();
    try {
      return step.get();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Runs something that a fault does by a verb: what this thread writes as a verb meanwhile is kept
   * as {@link JournalEntry.Kind#FAULT}, which hides it and makes it nobody's on the drill.
   */
  public <T> T veiled(Callable<T> step) throws Exception {
    veiled.set(true);
    try {
      return step.call();
    } finally {
      veiled.remove();
    }
  }

  private void append(JournalEntry entry) {
    try {
      file.write((JSON.writeValueAsString(entry) + "\n").getBytes(StandardCharsets.UTF_8));
      file.getFD().sync();
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("journal data must be JSON: " + entry.data(), e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to the journal", e);
    }
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close the journal", e);
    }
  }
}
