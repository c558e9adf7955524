package dev.incidentlab.grading;

import io.delta.kernel.Scan;
import io.delta.kernel.Snapshot;
import io.delta.kernel.Table;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.engine.FileReadResult;
import io.delta.kernel.exceptions.TableNotFoundException;
import io.delta.kernel.internal.InternalScanFileUtils;
import io.delta.kernel.internal.data.ScanStateRow;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.types.BinaryType;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructField;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * Reads a Delta table in a folder through Delta Kernel, column by column and file by file. Safe for
 * many threads.
 */
final class TableReader {
  private static final String BATCH_ROWS = "4096";

  private final Path directory;
  private final Engine engine;

  /**
   * One version of a table.
   *
   * @param tableId does not stay when a table is made anew in its folder
   * @param properties table properties
   * @param committedAt when the version was committed
   */
  record Version(
      String tableId,
      Map<String, String> properties,
      long number,
      Instant committedAt,
      List<DataFile> files,
      Snapshot snapshot) {}

  /** A file of a version; a path names the same rows for ever. */
  record DataFile(String path, long bytes, Row scanFile) {}

  /** Is handed batches of the columns asked for, texts as UTF-8 bytes; used by one thread. */
  interface Visitor {
    void visit(String path, FilteredColumnarBatch batch);
  }

  TableReader(Path directory) {
    this.directory = directory.toAbsolutePath().normalize();
    this.engine = engine();
  }

  /** What reads Parquet files here. */
  static Engine engine() {
    return DefaultEngine.create(configuration());
  }

  /** The latest version; empty if the folder has no table. */
  Optional<Version> latest() {
    try {
      return Optional.of(version(table().getLatestSnapshot(engine)));
    } catch (TableNotFoundException e) {
      return Optional.empty();
    }
  }

  /** An older version. */
  Version at(long number) {
    return version(table().getSnapshotAsOfVersion(engine, number));
  }

  /**
   * Reads columns of some files of a version, with a thread per processor.
   *
   * @param visitors makes a visitor for each thread
   * @throws GradingException if the table lacks a column
   */
  void read(
      Version version, Collection<DataFile> files, List<String> columns, Supplier<Visitor> visitors)
      throws IOException, InterruptedException {
    Row scanState =
        version
            .snapshot()
            .getScanBuilder()
            .withReadSchema(schema(version, columns))
            .build()
            .getScanState(engine);
    Queue<DataFile> largestFirst = new ConcurrentLinkedQueue<>();
    files.stream()
        .sorted(Comparator.comparingLong(DataFile::bytes).reversed())
        .forEach(largestFirst::add);
    int threads = Math.min(files.size(), Runtime.getRuntime().availableProcessors());
    Workers.run(
        threads,
        () -> {
          Visitor visitor = visitors.get();
          for (DataFile file = largestFirst.poll(); file != null; file = largestFirst.poll()) {
            read(scanState, file, visitor);
          }
        });
  }

  private void read(Row scanState, DataFile file, Visitor visitor) throws IOException {
    try (CloseableIterator<FileReadResult> physical =
            engine
                .getParquetHandler()
                .readParquetFiles(
                    Utils.singletonCloseableIterator(
                        InternalScanFileUtils.getAddFileStatus(file.scanFile())),
                    textsAsBytes(ScanStateRow.getPhysicalDataReadSchema(scanState)),
                    Optional.empty());
        CloseableIterator<FilteredColumnarBatch> rows =
            Scan.transformPhysicalData(
                engine, scanState, file.scanFile(), physical.map(FileReadResult::getData))) {
      while (rows.hasNext() && !Thread.currentThread().isInterrupted()) {
        visitor.visit(file.path(), rows.next());
      }
    }
  }

  private Version version(Snapshot snapshot) {
    List<DataFile> files = new ArrayList<>();
    try (CloseableIterator<FilteredColumnarBatch> batches =
        snapshot.getScanBuilder().build().getScanFiles(engine)) {
      while (batches.hasNext()) {
        try (CloseableIterator<Row> rows = batches.next().getRows()) {
          rows.forEachRemaining(row -> files.add(dataFile(row)));
        }
      }
    } catch (IOException e) {
      throw new GradingException("cannot list the files of the table in " + directory, e);
    }
    return new Version(
        snapshot.getMetadata().getId(),
        snapshot.getMetadata().getConfiguration(),
        snapshot.getVersion(),
        Instant.ofEpochMilli(snapshot.getTimestamp(engine)),
        List.copyOf(files),
        snapshot);
  }

  private static DataFile dataFile(Row scanFile) {
    var status = InternalScanFileUtils.getAddFileStatus(scanFile);
    return new DataFile(status.getPath(), status.getSize(), scanFile);
  }

  private StructType schema(Version version, List<String> columns) {
    StructType all = version.snapshot().getSchema();
    List<StructField> wanted = new ArrayList<>();
    for (String column : columns) {
      if (all.indexOf(column) < 0) {
        throw new GradingException(
            "the table in %s has no column %s; it has %s: it cannot be compared with the ledger"
                .formatted(directory, column, all.fieldNames()));
      }
      wanted.add(all.get(column));
    }
    return new StructType(wanted);
  }

  /** Kernel makes a string of every text that is asked for as such; bytes it hands over as read. */
  private static StructType textsAsBytes(StructType schema) {
    return new StructType(
        schema.fields().stream()
            .map(
                field ->
                    new StructField(
                        field.getName(),
                        textAsBytes(field.getDataType()),
                        field.isNullable(),
                        field.getMetadata()))
            .toList());
  }

  private static DataType textAsBytes(DataType type) {
    if (type instanceof StructType struct) {
      return textsAsBytes(struct);
    }
    return type instanceof StringType ? BinaryType.BINARY : type;
  }

  private Table table() {
    return Table.forPath(engine, directory.toUri().toString());
  }

  private static Configuration configuration() {
    // No default resources: what is read must not depend on a Hadoop configuration that lies
    // around.
    Configuration configuration = new Configuration(false);
    configuration.setClassLoader(TableReader.class.getClassLoader());
    configuration.set("fs.file.impl", RawLocalFileSystem.class.getName());
    // Hadoop's cache of file systems is static and registers a shutdown hook.
    configuration.setBoolean("fs.file.impl.disable.cache", true);
    configuration.set("delta.kernel.default.parquet.reader.batch-size", BATCH_ROWS);
    return configuration;
  }
}
