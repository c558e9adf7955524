package dev.incidentlab.delta;

import io.delta.standalone.actions.AddFile;
import java.io.Closeable;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The staged rows of one event date against the table's files of that date. Both are compared by
 * their digests, on disk, a share of the keys at a time. Files are read once: after a conflict only
 * those that are new are, and those that are gone are forgotten.
 */
final class PartitionMerge implements Closeable {

  /** Staged rows and rows of the table that are compared at a time, about. */
  private static final long ROWS_AT_A_TIME = 64 * 1024;

  private final DeltaTable table;
  private final UpsertRequest request;
  private final LocalDate date;
  private final Staged staged;
  private final Map<String, Integer> stagedNumbers = new HashMap<>();
  private final String prefix;

  /**
   * Each is added as soon as it is there, so that what fails beside it does not leave it behind.
   */
  private final List<DigestFile> ownDigests = Collections.synchronizedList(new ArrayList<>());

  private final List<DigestReader> digests = new ArrayList<>();

  /** Files, by name, whose rows have digests. */
  private final Set<String> digested = new HashSet<>();

  /** What keys of staged rows lie in; empty if that is not known. */
  private Optional<KeyRange> stagedKeys = Optional.empty();

  private final MergeOutput output;
  private long read;
  private long duplicatesInSource;
  private long filesScanned;

  /** A file to take digests of. */
  private record ToScan(String name, Path file, TableSchema schema, boolean keysOnly) {}

  /** What a share of the keys comes to. */
  private record Part(MergeDecision decision, long read, long duplicates) {}

  /**
   * @param staged what was staged of one event date; nothing if only rows of the table may go
   * @param prefix what the names of files written begin with
   */
  PartitionMerge(
      DeltaTable table, UpsertRequest request, LocalDate date, Staged staged, String prefix) {
    this.table = table;
    this.request = request;
    this.date = date;
    this.staged = staged;
    this.prefix = prefix;
    this.output = new MergeOutput(table, date, staged.files(), prefix);
    for (DataFile file : staged.files()) {
      stagedNumbers.put(file.path(), stagedNumbers.size());
    }
  }

  /** Takes the digests of staged files that have none. To be called once, before all else. */
  void readStaged() {
    staged.digests().forEach(this::open);
    filesScanned = digested.stream().filter(name -> !stagedNumbers.containsKey(name)).count();
    stagedKeys = keysOf(table.schema());
    scan(
        staged.files().stream()
            .filter(file -> !digested.contains(file.path()))
            .map(file -> new ToScan(file.path(), table.files().staged(file), table.schema(), false))
            .toList());
  }

  private void open(DigestFile file) {
    DigestReader reader = DigestReader.open(table.files().digests(file));
    digests.add(reader);
    digested.addAll(reader.files());
  }

  /** A thread per processor takes the digests of one file after the other. */
  private void scan(List<ToScan> files) {
    Queue<ToScan> waiting = new ConcurrentLinkedQueue<>(files);
    int threads = Math.min(files.size(), Runtime.getRuntime().availableProcessors());
    Callable<DigestFile> scanning = () -> scan(waiting);
    List<DigestFile> finished =
        FileTasks.run(IntStream.range(0, threads).mapToObj(t -> scanning).toList());
    finished.forEach(this::open);
  }

  private DigestFile scan(Queue<ToScan> waiting) {
    DigestWriter writer = new DigestWriter(table.directory(), prefix, date);
    try {
      for (ToScan next = waiting.poll(); next != null; next = waiting.poll()) {
        int number = writer.number(next.name());
        RowScan.scan(
            next.file(),
            next.schema(),
            next.keysOnly(),
            (row, digest) -> writer.add(digest, number, row));
      }
      DigestFile finished = writer.finish();
      ownDigests.add(finished);
      return finished;
    } finally {
      writer.abandon();
    }
  }

  /**
   * @param active the table's files of this date
   * @param schema the table's
   */
  MergeDecision decide(Collection<AddFile> active, TableSchema schema) {
    boolean keysOnly = request.mode() == UpsertRequest.Mode.INSERT_MISSING;
    Map<String, String> pathsByName = new HashMap<>();
    List<ToScan> toScan = new ArrayList<>();
    for (AddFile file : active) {
      Path path = table.files().committed(file.getPath());
      String name = table.files().name(path);
      pathsByName.put(name, file.getPath());
      if (!digested.contains(name) && (mayHaveStagedKeys(file) || mayBeReplaced(path))) {
        toScan.add(new ToScan(name, path, schema, keysOnly));
      }
    }
    scan(toScan);
    filesScanned += toScan.size();

    long rows = digests.stream().mapToLong(DigestReader::rows).sum();
    int parts = (int) Math.min(DigestWriter.BUCKETS, 1 + rows / ROWS_AT_A_TIME);
    List<Callable<Part>> deciding = new ArrayList<>();
    for (int i = 0; i < parts; i++) {
      int from = DigestWriter.BUCKETS * i / parts;
      int to = DigestWriter.BUCKETS * (i + 1) / parts;
      deciding.add(() -> decide(from, to, pathsByName));
    }
    List<Part> decided = FileTasks.run(deciding);
    read = decided.stream().mapToLong(Part::read).sum();
    duplicatesInSource = decided.stream().mapToLong(Part::duplicates).sum();
    return decided.stream().map(Part::decision).reduce(MergeDecision::and).orElseThrow();
  }

  private Part decide(int fromBucket, int toBucket, Map<String, String> pathsByName) {
    DigestJoin join = new DigestJoin(stagedNumbers, pathsByName);
    digests.forEach(reader -> join.add(reader.files(), reader.read(fromBucket, toBucket)));
    SourceIndex source = join.source();
    MergeRules rules = new MergeRules(source, staged.files().size(), join.matches(source));
    MergeDecision decision =
        switch (request.mode()) {
          case UPSERT -> rules.upsert();
          case REPLACE -> rules.upsert().without(join.strays(source, request.replaced().offsets()));
          case INSERT_MISSING -> rules.insertMissing();
          case APPEND -> throw new IllegalStateException("an append compares nothing");
        };
    return new Part(decision, join.stagedRows(), join.stagedRows() - source.size());
  }

  MergeOutput output() {
    return output;
  }

  long read() {
    return read;
  }

  long duplicatesInSource() {
    return duplicatesInSource;
  }

  /** Files of the table that were read so far. */
  long filesScanned() {
    return filesScanned;
  }

  private boolean mayBeReplaced(Path file) {
    Map<Integer, OffsetRange> offsets = request.replaced().offsets();
    return !offsets.isEmpty() && SourceOffsets.mayHave(file, offsets);
  }

  private boolean mayHaveStagedKeys(AddFile file) {
    if (staged.files().isEmpty() && staged.digests().isEmpty()) {
      return false;
    }
    Optional<KeyRange> keys =
        FileStats.bounds(TableLog.stats(file), table.schema()).map(KeyRange::of);
    return keys.isEmpty() || stagedKeys.isEmpty() || keys.get().overlaps(stagedKeys.get());
  }

  private Optional<KeyRange> keysOf(TableSchema schema) {
    List<Optional<KeyRange>> each =
        Stream.concat(
                digests.stream()
                    .filter(DigestReader::outsideFiles)
                    .map(DigestReader::keysOutsideFiles),
                staged.files().stream()
                    .map(file -> FileStats.bounds(file.statsJson(), schema).map(KeyRange::of)))
            .toList();
    return each.stream().allMatch(Optional::isPresent)
        ? each.stream().map(Optional::get).reduce(KeyRange::and)
        : Optional.empty();
  }

  @Override
  public void close() {
    digests.forEach(DigestReader::close);
    table.files().discardDigests(ownDigests);
  }
}
