package dev.incidentlab.delta;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;

/**
 * The files that a decision asks for, in one partition. If a conflict leads to another decision,
 * only what differs is written anew: the rest of a long replay is not lost to a commit of another
 * writer.
 */
final class MergeOutput {

  private record Rewritten(BitSet dropped, List<DataFile> files) {}

  private final DeltaTable table;
  private final LocalDate date;
  private final List<DataFile> staged;
  private final String prefix;
  private final SortedMap<String, Rewritten> rewritten = new TreeMap<>();
  private List<BitSet> written = List.of();
  private List<DataFile> newRows = List.of();

  /** Staged files of which every row is wanted: they need no copy. */
  private List<DataFile> whole = List.of();

  /**
   * @param prefix what the names of the files begin with
   */
  MergeOutput(DeltaTable table, LocalDate date, List<DataFile> staged, String prefix) {
    this.table = table;
    this.date = date;
    this.staged = staged;
    this.prefix = prefix;
  }

  /**
   * Writes what the decision asks for and is not there, and deletes what it no longer asks for.
   *
   * @param schema the table's, which both staged rows and rows of its files may be older than
   */
  void bringTo(MergeDecision decision, TableSchema schema) {
    rewritten
        .entrySet()
        .removeIf(
            file -> {
              boolean stale =
                  !file.getValue().dropped().equals(decision.dropped().get(file.getKey()));
              if (stale) {
                table.discard(file.getValue().files());
              }
              return stale;
            });
    if (!written.equals(decision.written())) {
      table.discard(newRows);
      newRows = List.of();
      whole = wholeFiles(decision.written());
      newRows = writeStaged(decision.written(), schema);
      written = decision.written();
    }
    List<String> toRewrite =
        decision.dropped().keySet().stream().filter(path -> !rewritten.containsKey(path)).toList();
    // Each is put as soon as it is there, so that what failed beside it does not leave it behind.
    Map<String, Rewritten> finished = Collections.synchronizedMap(rewritten);
    var unused =
        FileTasks.run(
            toRewrite.stream().map(path -> rewriting(path, decision, schema, finished)).toList());
  }

  private Callable<Rewritten> rewriting(
      String path, MergeDecision decision, TableSchema schema, Map<String, Rewritten> finished) {
    return () -> {
      BitSet dropped = decision.dropped().get(path);
      return finished.put(path, new Rewritten(dropped, copyWithout(path, dropped, schema)));
    };
  }

  /** All files, staged and not published. */
  List<DataFile> files() {
    List<DataFile> files = new ArrayList<>(whole);
    files.addAll(ownFiles());
    return files;
  }

  /** The files that were written here: the staged ones are the request's to keep or to discard. */
  List<DataFile> ownFiles() {
    List<DataFile> files = new ArrayList<>(newRows);
    rewritten.values().forEach(r -> files.addAll(r.files()));
    return files;
  }

  private List<DataFile> wholeFiles(List<BitSet> rows) {
    List<DataFile> files = new ArrayList<>();
    for (int i = 0; i < staged.size(); i++) {
      if (isWhole(i, rows.get(i))) {
        files.add(staged.get(i));
      }
    }
    return files;
  }

  private boolean isWhole(int file, BitSet rows) {
    return rows.cardinality() == staged.get(file).rows();
  }

  private List<DataFile> writeStaged(List<BitSet> rows, TableSchema schema) {
    List<Callable<List<DataFile>>> copies = new ArrayList<>();
    // A file for each thread and not for each staged one: of each, few rows may be wanted.
    int threads = Math.min(staged.size(), Runtime.getRuntime().availableProcessors());
    for (int t = 0; t < threads; t++) {
      int first = t;
      copies.add(() -> writeStaged(rows, first, threads, schema));
    }
    return FileTasks.run(copies).stream().flatMap(List::stream).toList();
  }

  /** Every n-th of the staged files. */
  private List<DataFile> writeStaged(List<BitSet> rows, int first, int nth, TableSchema schema) {
    try (RowCopier copier = copier(schema)) {
      for (int i = first; i < staged.size(); i += nth) {
        if (!rows.get(i).isEmpty() && !isWhole(i, rows.get(i))) {
          copier.copy(table.files().staged(staged.get(i)), rows.get(i), true);
        }
      }
      return copier.finish();
    }
  }

  private List<DataFile> copyWithout(String path, BitSet dropped, TableSchema schema) {
    try (RowCopier copier = copier(schema)) {
      copier.copy(table.files().committed(path), dropped, false);
      return copier.finish();
    }
  }

  private RowCopier copier(TableSchema schema) {
    return new RowCopier(table.directory(), prefix, date, schema, DataFileWriter.FILE_BYTES);
  }
}
