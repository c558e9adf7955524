package dev.incidentlab.delta;

import io.delta.standalone.OptimisticTransaction;
import io.delta.standalone.Snapshot;
import io.delta.standalone.actions.Action;
import io.delta.standalone.actions.AddFile;
import io.delta.standalone.exceptions.DeltaConcurrentModificationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.hadoop.ParquetReader;

/**
 * Rewrites files of a table into fewer, or clustered, ones and commits that no data has changed.
 * Rows are counted and hashed before and after, from the files; if that differs nothing is
 * committed.
 *
 * <p>It marks no file as read, since what it does depends on nothing but the files that it
 * replaces: appends never conflict with it, in neither direction. An upsert that replaces one of
 * these files first does; then only the event dates of such files are planned and written anew.
 */
final class Optimize {

  /** Each round an upsert has replaced one of the files that the round before wrote anew. */
  static final int MAX_RETRIES = 20;

  private final DeltaTable table;
  private final OptimizeRequest request;
  private final int maxRetries;
  private final int bucketRows;
  private final String prefix = "optimize-%s/rows".formatted(UUID.randomUUID());
  private final Map<FileBin, Rewritten> written = new LinkedHashMap<>();

  private record Rewritten(List<DataFile> files, RowMultiset rows) {}

  Optimize(DeltaTable table, OptimizeRequest request, int maxRetries, int bucketRows) {
    this.table = table;
    this.request = request;
    this.maxRetries = maxRetries;
    this.bucketRows = bucketRows;
  }

  OptimizePlan plan() {
    Snapshot now = table.log().latest().snapshot();
    List<AddFile> active = now.getAllFiles();
    TableSchema schema = table.schema(now.getMetadata());
    return new OptimizePlan(
        now.getVersion(),
        active.size(),
        active.stream().mapToLong(AddFile::getSize).sum(),
        FileBin.of(active, request, schema).stream()
            .map(
                bin ->
                    new OptimizePlan.Rewrite(
                        bin.eventDate(),
                        bin.files().size(),
                        bin.bytes(),
                        bin.files().stream().mapToLong(this::rows).sum(),
                        bin.newFiles()))
            .toList());
  }

  OptimizeResult run() {
    try {
      for (int retries = 0; ; retries++) {
        OptimisticTransaction transaction = table.log().begin();
        TableSchema schema = table.schema(transaction);
        SchemaEvolution.requireDeclaredColumns(table, transaction);
        bringTo(transaction, schema, retries == 0);
        if (written.isEmpty()) {
          return new OptimizeResult(transaction.readVersion(), 0, 0, 0, 0, 0, "", retries);
        }
        try {
          return result(commit(transaction, schema), retries);
        } catch (DeltaConcurrentModificationException e) {
          refuseAfterLastRetry(retries, e);
        }
      }
    } finally {
      // Published names are links of their own.
      List<DataFile> staged = written.values().stream().flatMap(w -> w.files().stream()).toList();
      table.discard(new Staged(staged, List.of()));
    }
  }

  /** Forgets what was made of files that are gone, and writes what is wanted of their dates. */
  private void bringTo(OptimisticTransaction transaction, TableSchema schema, boolean first) {
    List<AddFile> active = table.log().at(transaction.readVersion()).getAllFiles();
    Set<String> paths = active.stream().map(AddFile::getPath).collect(Collectors.toSet());
    Set<LocalDate> stale = new HashSet<>();
    for (Iterator<FileBin> bins = written.keySet().iterator(); bins.hasNext(); ) {
      FileBin bin = bins.next();
      if (!paths.containsAll(bin.paths())) {
        stale.add(bin.eventDate());
        table.discard(written.get(bin).files());
        bins.remove();
      }
    }
    Set<String> done =
        written.keySet().stream().flatMap(b -> b.paths().stream()).collect(Collectors.toSet());
    List<AddFile> open =
        active.stream()
            .filter(file -> first || stale.contains(FileBin.date(file)))
            .filter(file -> !done.contains(file.getPath()))
            .toList();
    for (FileBin bin : FileBin.of(open, request, schema)) {
      written.put(bin, rewrite(bin, schema));
    }
  }

  private Rewritten rewrite(FileBin bin, TableSchema schema) {
    List<Path> from = bin.paths().stream().map(table.files()::committed).toList();
    RowMultiset before = rowsOf(from, schema);
    List<DataFile> files = write(bin, from, before.rows(), schema);
    RowMultiset after = rowsOf(files.stream().map(table.files()::staged).toList(), schema);
    boolean sameDate = files.stream().allMatch(f -> f.eventDate().equals(bin.eventDate()));
    if (!before.sameAs(after) || !sameDate) {
      table.discard(files);
      throw new TableException(
          "optimize of %s: the %d files of %s have %d rows with checksum %s, what was written of them %d rows with checksum %s%s; nothing was changed; keep the table and report this"
              .formatted(
                  schema.tableName(),
                  from.size(),
                  bin.eventDate(),
                  before.rows(),
                  before,
                  after.rows(),
                  after,
                  sameDate ? "" : ", some of another event date"));
    }
    return new Rewritten(files, after);
  }

  private static RowMultiset rowsOf(List<Path> files, TableSchema schema) {
    RowMultiset rows = new RowMultiset();
    files.forEach(file -> RowScan.scan(file, schema, false, (row, digest) -> rows.add(digest)));
    return rows;
  }

  private List<DataFile> write(FileBin bin, List<Path> from, long rows, TableSchema schema) {
    List<DataFile> files = new ArrayList<>();
    long rowsPerFile = (rows + bin.newFiles() - 1) / bin.newFiles();
    try (DataFileWriter writer =
        new DataFileWriter(schema, table.directory(), prefix, Long.MAX_VALUE)) {
      if (request.zOrderBy().isEmpty()) {
        for (Path file : from) {
          copy(file, schema, writer);
        }
      } else {
        Path scratch = table.files().stagingFolder(prefix);
        new ZOrder(schema, request.zOrderBy(), bucketRows)
            .sort(
                from,
                rows,
                scratch,
                row -> {
                  writer.write(row);
                  if (writer.rows() % rowsPerFile == 0) {
                    files.addAll(writer.finish());
                  }
                });
      }
      files.addAll(writer.finish());
      return files;
    } catch (IOException e) {
      table.discard(files);
      throw new UncheckedIOException(
          "optimize of %s: cannot rewrite the files of %s"
              .formatted(schema.tableName(), bin.eventDate()),
          e);
    } catch (RuntimeException e) {
      table.discard(files);
      throw e;
    }
  }

  private static void copy(Path file, TableSchema schema, DataFileWriter writer)
      throws IOException {
    try (ParquetReader<GenericRecord> reader = ParquetFiles.reader(file, schema.rows())) {
      for (GenericRecord row = reader.read(); row != null; row = reader.read()) {
        writer.write(row);
      }
    }
  }

  private long commit(OptimisticTransaction transaction, TableSchema schema) {
    List<Action> removals = new ArrayList<>();
    written.keySet().forEach(bin -> bin.files().forEach(f -> removals.add(f.remove(false))));
    Map<String, String> tags =
        request.zOrderBy().isEmpty()
            ? Map.of()
            : Map.of(FileBin.Z_ORDER_TAG, FileBin.zOrderTag(request, schema));
    return Commit.of(
        table,
        transaction,
        removals,
        written.values().stream().flatMap(w -> w.files().stream()).toList(),
        (path, file) -> TableLog.moved(path, file, tags),
        table.operation(TableLog.OPTIMIZE, parameters(schema), metrics()));
  }

  private Map<String, Object> parameters(TableSchema schema) {
    return Map.of("predicate", List.of(), "zOrderBy", request.clusteredBy(schema));
  }

  private Map<String, Long> metrics() {
    long[] sizes =
        written.values().stream()
            .flatMap(w -> w.files().stream())
            .mapToLong(DataFile::bytes)
            .sorted()
            .toArray();
    Map<String, Long> metrics = new LinkedHashMap<>();
    metrics.put("numRemovedFiles", (long) filesRemoved());
    metrics.put("numRemovedBytes", written.keySet().stream().mapToLong(FileBin::bytes).sum());
    metrics.put("numAddedFiles", (long) sizes.length);
    metrics.put("numAddedBytes", LongStream.of(sizes).sum());
    metrics.put("minFileSize", sizes[0]);
    metrics.put("p25FileSize", sizes[sizes.length / 4]);
    metrics.put("p50FileSize", sizes[sizes.length / 2]);
    metrics.put("p75FileSize", sizes[sizes.length * 3 / 4]);
    metrics.put("maxFileSize", sizes[sizes.length - 1]);
    return metrics;
  }

  private int filesRemoved() {
    return written.keySet().stream().mapToInt(bin -> bin.files().size()).sum();
  }

  private OptimizeResult result(long version, int retries) {
    RowMultiset rows = new RowMultiset();
    written.values().forEach(w -> rows.add(w.rows()));
    List<DataFile> added = written.values().stream().flatMap(w -> w.files().stream()).toList();
    return new OptimizeResult(
        version,
        filesRemoved(),
        added.size(),
        written.keySet().stream().mapToLong(FileBin::bytes).sum(),
        added.stream().mapToLong(DataFile::bytes).sum(),
        rows.rows(),
        rows.toString(),
        retries);
  }

  private void refuseAfterLastRetry(int retries, DeltaConcurrentModificationException e) {
    if (retries == maxRetries) {
      throw new TableException(
          "optimize of %s: %d attempts in a row met another commit that replaced the same files; nothing was changed; wait for the replays that do so and try again (%s)"
              .formatted(table.schema().tableName(), retries + 1, Append.firstLine(e)),
          e);
    }
  }

  private long rows(AddFile file) {
    return table.reader().activeFile(file).rows();
  }
}
