package dev.incidentlab.delta;

import io.delta.standalone.actions.AddFile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The staged rows of one event date against the table's files of that date. Files are read once:
 * after a conflict only those that are new are, and those that are gone are forgotten.
 */
final class PartitionMerge {

  private final DeltaTable table;
  private final UpsertRequest.Mode mode;
  private final List<DataFile> staged;
  private final long read;
  private final Optional<FileBounds> stagedBounds;
  private final SourceIndex source;
  private final SortedMap<String, FileMatches> matches = new TreeMap<>();
  private final MergeOutput output;
  private long filesScanned;

  /**
   * @param staged files of one event date; they are read here
   * @param prefix what the names of files written begin with
   */
  PartitionMerge(DeltaTable table, UpsertRequest.Mode mode, List<DataFile> staged, String prefix) {
    this.table = table;
    this.mode = mode;
    this.staged = staged;
    this.read = staged.stream().mapToLong(DataFile::rows).sum();
    this.stagedBounds = bounds(table.schema(), staged);
    this.source = new SourceIndex(read);
    this.output = new MergeOutput(table, staged, prefix);
    var unused =
        FileTasks.run(IntStream.range(0, staged.size()).mapToObj(this::readingStaged).toList());
  }

  private Callable<Long> readingStaged(int file) {
    return () -> {
      StagedDigests digests = new StagedDigests(source, file);
      RowScan.scan(table.files().staged(staged.get(file)), table.schema(), false, digests);
      return digests.finish();
    };
  }

  /**
   * @param active the table's files of this date
   * @param schema the table's
   */
  MergeDecision decide(Collection<AddFile> active, TableSchema schema) {
    Map<String, AddFile> byPath =
        active.stream().collect(Collectors.toMap(AddFile::getPath, f -> f));
    matches.keySet().retainAll(byPath.keySet());
    List<String> toScan = new ArrayList<>();
    byPath.forEach(
        (path, file) -> {
          if (!matches.containsKey(path)) {
            if (mayHaveStagedKeys(file)) {
              toScan.add(path);
            } else {
              matches.put(path, new FileMatches());
            }
          }
        });
    // All staged rows are in the index by now, and looking them up does not change it.
    List<FileMatches> found =
        FileTasks.run(
            toScan.stream().map(path -> (Callable<FileMatches>) () -> scan(path, schema)).toList());
    for (int i = 0; i < found.size(); i++) {
      matches.put(toScan.get(i), found.get(i));
    }
    filesScanned += found.size();
    MergeRules rules = new MergeRules(source, staged.size(), matches);
    return mode == UpsertRequest.Mode.UPSERT ? rules.upsert() : rules.insertMissing();
  }

  MergeOutput output() {
    return output;
  }

  long read() {
    return read;
  }

  long duplicatesInSource() {
    return read - source.size();
  }

  /** Files of the table that were read so far. */
  long filesScanned() {
    return filesScanned;
  }

  private FileMatches scan(String path, TableSchema schema) {
    FileMatches found = new FileMatches();
    boolean keysOnly = mode == UpsertRequest.Mode.INSERT_MISSING;
    RowScan.scan(
        table.files().committed(path),
        schema,
        keysOnly,
        (row, digest) -> {
          int entry = source.find(digest);
          if (entry >= 0) {
            found.add(entry, row, digest, source.content(entry) == digest.content());
          }
        });
    return found;
  }

  private boolean mayHaveStagedKeys(AddFile file) {
    Optional<FileBounds> bounds = FileStats.bounds(TableLog.stats(file), table.schema());
    return bounds.isEmpty()
        || stagedBounds.isEmpty()
        || bounds.get().keysOverlap(stagedBounds.get());
  }

  private static Optional<FileBounds> bounds(TableSchema schema, List<DataFile> files) {
    List<Optional<FileBounds>> each =
        files.stream().map(f -> FileStats.bounds(f.statsJson(), schema)).toList();
    return each.stream().allMatch(Optional::isPresent)
        ? each.stream().map(Optional::get).reduce(FileBounds::and)
        : Optional.empty();
  }
}
