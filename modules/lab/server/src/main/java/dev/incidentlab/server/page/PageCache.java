package dev.incidentlab.server.page;

import dev.incidentlab.drill.JournalEntry;
import dev.incidentlab.drill.JournalFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pages that runs have come to, so that a run that would come to the same one starts there. Each is
 * a folder below {@code .pages} of all runs, under its key; the newest few are kept. Labs of
 * several processes may use it at once: whoever does holds its lock.
 */
public final class PageCache {
  /** Folder in that of all runs. */
  public static final String FOLDER = ".pages";

  /** How many pages are kept; one of the first scenario takes some 100 MB. */
  static final int MOST = 4;

  private static final Logger LOG = LoggerFactory.getLogger(PageCache.class);
  private static final Object PROCESS = new Object();
  private static final String LOCK = "lock";
  private static final String MAKING = ".making-";

  private final Path root;
  private final String key;

  /**
   * A page of another run.
   *
   * @param journal the run's journal up to the page
   */
  public record Lent(PageFolder.Facts facts, List<JournalEntry> journal) {}

  private interface Step<T> {
    T take() throws IOException;
  }

  /**
   * @param runs folder of all runs
   * @param key same for runs that come to the same page
   */
  public PageCache(Path runs, String key) {
    this.root = runs.resolve(FOLDER);
    this.key = key;
  }

  /**
   * Gives a run a page of another one.
   *
   * @param run the run's folder
   * @return empty if there is none, if it is damaged, which it is thrown away for, or if it cannot
   *     be read: then the run comes to its page by itself
   */
  public Optional<Lent> lend(Path run) throws IOException {
    if (!Files.exists(entry())) {
      return Optional.empty();
    }
    try {
      return locked(() -> lendLocked(run));
    } catch (IOException e) {
      LOG.warn("the page in {} cannot be used", entry(), e);
      Trees.delete(PageFolder.of(run).path());
      return Optional.empty();
    }
  }

  private Optional<Lent> lendLocked(Path run) throws IOException {
    if (!Files.exists(entry())) {
      return Optional.empty();
    }
    Optional<String> damage = Manifest.damage(entry());
    if (damage.isPresent()) {
      LOG.warn("the page in {} is damaged ({}) and thrown away", entry(), damage.get());
      Trees.delete(entry());
      return Optional.empty();
    }
    PageFolder page = PageFolder.of(entry());
    PageFolder.of(run).linkFrom(page);
    Files.setLastModifiedTime(entry(), FileTime.from(Instant.now()));
    return Optional.of(
        new Lent(
            page.facts().orElseThrow(),
            JournalFile.read(entry().resolve(JournalFile.NAME)).entries()));
  }

  /**
   * Keeps a run's page for others, unless there is one already or it cannot serve them.
   *
   * @param run the run's folder
   * @param journal the run's, at least up to the page
   */
  public void store(Path run, List<JournalEntry> journal) throws IOException {
    PageFolder page = PageFolder.of(run);
    Optional<PageFolder.Facts> facts = page.facts();
    if (facts.isEmpty() || !page.lendable()) {
      LOG.info("the page of {} is of no use to other runs", run);
      return;
    }
    Files.createDirectories(root);
    locked(
        () -> {
          sweep();
          if (!Files.exists(entry())) {
            make(page, journal.subList(0, (int) facts.get().line()));
          }
          return null;
        });
  }

  private void make(PageFolder page, List<JournalEntry> journal) throws IOException {
    Path making = Files.createDirectory(root.resolve(MAKING + UUID.randomUUID()));
    PageFolder.of(making).linkFrom(page);
    JournalFile.write(making.resolve(JournalFile.NAME), journal);
    Manifest.write(making);
    Files.move(making, entry(), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Deletes what a process has left that was killed, and pages beyond the newest few. */
  private void sweep() throws IOException {
    for (Path left : folders(path -> path.getFileName().toString().startsWith(MAKING))) {
      Trees.delete(left);
    }
    List<Path> newest =
        folders(path -> !path.equals(entry())).stream()
            .sorted(Comparator.comparing(PageCache::used).reversed())
            .toList();
    for (Path old : newest.subList(Math.min(MOST - 1, newest.size()), newest.size())) {
      Trees.delete(old);
    }
  }

  private List<Path> folders(Predicate<Path> which) throws IOException {
    try (Stream<Path> entries = Files.list(root)) {
      return entries.filter(Files::isDirectory).filter(which).toList();
    }
  }

  private static Instant used(Path entry) {
    return Instant.ofEpochMilli(entry.toFile().lastModified());
  }

  private Path entry() {
    return root.resolve(key);
  }

  private <T> T locked(Step<T> step) throws IOException {
    // The operating system's lock is the process's: threads of one must keep apart by themselves.
    synchronized (PROCESS) {
      try (FileChannel channel =
          FileChannel.open(
              root.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        channel.lock();
        return step.take();
      }
    }
  }
}
