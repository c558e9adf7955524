package dev.incidentlab.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The processes that were last launched for a run directory, a file each. They end soon after their
 * parent, but not at once: two brokers over one log, or two producers over one ledger, must not be.
 */
final class Predecessors {
  private static final Logger LOG = LoggerFactory.getLogger(Predecessors.class);
  private static final long LOOK_AGAIN_MILLIS = 50;

  /** A process id is given out again some day; the start tells. */
  private static final long START_TOLERANCE_MILLIS = 10_000;

  private final Path folder;

  Predecessors(RunLayout run) {
    this.folder = run.processes();
  }

  /** Remembers a process that was just launched. */
  void note(Component component, ProcessHandle process) throws IOException {
    Files.createDirectories(folder);
    Path next = folder.resolve(component.id() + ".next");
    Files.writeString(next, "%d %d%n".formatted(process.pid(), startOf(process)));
    Files.move(
        next,
        folder.resolve(component.id()),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * Waits until none of them runs any more; those that are late are killed.
   *
   * @param limit how long they may take to end by themselves
   */
  void awaitEnd(Duration limit) throws IOException, InterruptedException {
    List<ProcessHandle> left = running();
    long deadline = System.nanoTime() + limit.toNanos();
    while (!left.isEmpty() && System.nanoTime() < deadline) {
      // They are no children of this process, so nothing tells when they end.
      Thread.sleep(LOOK_AGAIN_MILLIS);
      left = running();
    }
    for (ProcessHandle late : left) {
      LOG.warn("process {} of an earlier stack in {} is killed", late.pid(), folder);
      late.destroyForcibly();
    }
    while (!left.isEmpty()) {
      Thread.sleep(LOOK_AGAIN_MILLIS);
      left = running();
    }
  }

  private List<ProcessHandle> running() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    List<ProcessHandle> running = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        noted(Files.readString(file)).ifPresent(running::add);
      }
    }
    return running;
  }

  private static Optional<ProcessHandle> noted(String text) {
    String[] words = text.strip().split(" ");
    if (words.length != 2) {
      return Optional.empty(); // A crash left it half-written, before it took its name.
    }
    long started = Long.parseLong(words[1]);
    return ProcessHandle.of(Long.parseLong(words[0]))
        // One that ended and that nobody collected has no command any more.
        .filter(process -> process.isAlive() && process.info().command().isPresent())
        .filter(process -> Math.abs(startOf(process) - started) <= START_TOLERANCE_MILLIS);
  }

  private static long startOf(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }
}
