package dev.incidentlab.delta;

import dev.incidentlab.delta.failpoint.Failpoint;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;

/**
 * Which rows a table has already, so that an upsert need not stage them: an aid to speed that
 * decides nothing. Files are read when the first key comes that lies within their bounds, by the
 * writer that it came to, and never twice in a process. Only keys and bounds that are UUIDs are
 * looked at: what they are compared by here is the order of their bits.
 *
 * <p>Writers of one upsert in one process share an instance.
 */
final class PresentRows {

  private static final Failpoint TABLE_FILE_READ = Failpoint.named("upsert.table-file-read");

  private static final Pattern UUID_TEXT =
      Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  /** By table and upsert, for as long as a writer of it is open. */
  private static final Map<Use, PresentRows> IN_USE = new HashMap<>();

  private final Use use;
  private final DeltaTable table;
  private final TableSchema schema;
  private final Map<LocalDate, List<TableFile>> filesByDate = new HashMap<>();
  private final Map<LocalDate, DateFiles> dates = new HashMap<>();
  private int users;

  private record Use(String tableId, String prefix, boolean values) {}

  private PresentRows(DeltaTable table, Use use) {
    this.use = use;
    this.table = table;
    TableSnapshot snapshot = table.snapshot();
    this.schema = snapshot.schema();
    for (ActiveFile file : snapshot.files()) {
      file.bounds()
          .filter(b -> isUuid(b.minKey()) && isUuid(b.maxKey()))
          .ifPresent(
              bounds ->
                  filesByDate
                      .computeIfAbsent(file.eventDate(), d -> new ArrayList<>())
                      .add(
                          new TableFile(
                              file, highBits(bounds.minKey()), highBits(bounds.maxKey()))));
    }
  }

  /**
   * Opens or shares one; every call wants its {@link #release}.
   *
   * @param prefix what the writers of one upsert have in common
   * @param values whether a row must have the same values to be present, and not only the same key
   */
  static PresentRows use(DeltaTable table, String prefix, boolean values) {
    Use use = new Use(table.tableId(), prefix, values);
    synchronized (IN_USE) {
      PresentRows rows = IN_USE.computeIfAbsent(use, u -> new PresentRows(table, use));
      rows.users++;
      return rows;
    }
  }

  void release() {
    synchronized (IN_USE) {
      if (--users == 0) {
        IN_USE.remove(use);
      }
    }
  }

  private static boolean isUuid(String key) {
    return UUID_TEXT.matcher(key).matches();
  }

  private static long highBits(String uuid) {
    return UUID.fromString(uuid).getMostSignificantBits();
  }

  /**
   * The rows of one date, for one writer.
   *
   * @param digests takes those of the files that the writer reads
   */
  OfDate of(LocalDate date, DigestWriter digests) {
    synchronized (dates) {
      return new OfDate(
          dates.computeIfAbsent(
              date,
              d -> new DateFiles(filesByDate.getOrDefault(d, List.of()).toArray(TableFile[]::new))),
          digests);
    }
  }

  /** What one writer asks; for one thread. */
  static final class OfDate {
    private final DateFiles files;
    private final DigestWriter digests;

    /** Where the last row was found: the next one often is, too. */
    private TableFile last;

    private OfDate(DateFiles files, DigestWriter digests) {
      this.files = files;
      this.digests = digests;
    }

    /** Whether the table had the row when this was opened. */
    boolean has(RowDigest row) {
      if (!row.isUuid()) {
        return false;
      }
      TableFile[] around = files.around(row.keyHigh(), digests);
      if (last != null && last.rows.join().has(row)) {
        return true;
      }
      for (TableFile file : around) {
        if (file != last && file.rows.join().has(row)) {
          last = file;
          return true;
        }
      }
      return false;
    }
  }

  /** The files of one date, by where the bounds of any of them begin or end. */
  private static final class DateFiles {
    /**
     * The first key of each interval, by its higher bits less {@code Long.MIN_VALUE}; ascending.
     */
    private final long[] starts;

    private final TableFile[][] files;

    /** Whether all files of an interval were read. */
    private final boolean[] read;

    DateFiles(TableFile[] all) {
      starts =
          Arrays.stream(all)
              .flatMapToLong(f -> Arrays.stream(new long[] {f.min, f.max, f.max + 1}))
              .map(bits -> bits + Long.MIN_VALUE)
              .sorted()
              .distinct()
              .toArray();
      files = new TableFile[starts.length][];
      for (int i = 0; i < starts.length; i++) {
        long start = starts[i];
        files[i] = Arrays.stream(all).filter(f -> f.covers(start)).toArray(TableFile[]::new);
      }
      read = new boolean[starts.length];
    }

    TableFile[] around(long keyHigh, DigestWriter digests) {
      int found = Arrays.binarySearch(starts, keyHigh + Long.MIN_VALUE);
      int interval = found >= 0 ? found : -found - 2;
      if (interval < 0) {
        return new TableFile[0];
      }
      // A stale false only leads to another look at the files' own state.
      if (!read[interval]) {
        for (TableFile file : files[interval]) {
          file.readOnce(digests);
        }
        for (TableFile file : files[interval]) {
          file.await();
        }
        read[interval] = true;
      }
      return files[interval];
    }
  }

  /** One file, and its rows once they are read. */
  private final class TableFile {
    private final ActiveFile file;
    private final long min;
    private final long max;
    private final AtomicBoolean taken = new AtomicBoolean();
    private final CompletableFuture<KeyFingerprints> rows = new CompletableFuture<>();

    TableFile(ActiveFile file, long min, long max) {
      this.file = file;
      this.min = min;
      this.max = max;
    }

    boolean covers(long start) {
      return min + Long.MIN_VALUE <= start && start <= max + Long.MIN_VALUE;
    }

    void readOnce(DigestWriter digests) {
      if (taken.compareAndSet(false, true)) {
        try {
          rows.complete(read(digests));
        } catch (RuntimeException | Error e) {
          // Whoever waits for it must not wait for ever.
          rows.completeExceptionally(e);
          throw e;
        }
      }
    }

    private KeyFingerprints read(DigestWriter digests) {
      KeyFingerprints found = new KeyFingerprints(file.rows(), use.values());
      int number = digests.number(table.files().name(file.path()));
      RowScan.scan(
          file.path(),
          schema,
          !use.values(),
          (row, digest) -> {
            found.add(digest);
            digests.add(digest, number, row);
          });
      TABLE_FILE_READ.reach();
      return found;
    }

    void await() {
      try {
        rows.join();
      } catch (CompletionException e) {
        throw new TableException(
            "cannot read %s, which another writer of the same replay failed to read (%s)"
                .formatted(file.path(), e.getCause()),
            e);
      }
    }
  }
}
