package dev.incidentlab.delta;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.parquet.hadoop.ParquetWriter;

/**
 * A staged Parquet file that is being written. For one thread.
 *
 * @param <T> what a row is to its writer
 */
final class StagedFile<T> {

  private static final int ROWS_BETWEEN_SIZE_CHECKS = 4096;

  private final Path tableDirectory;
  private final LocalDate date;
  private final String path;
  private final TableSchema schema;
  private final ParquetWriter<T> parquet;
  private final Map<Integer, Span> offsets = new HashMap<>();
  private long rows;

  /** Opens the Parquet file itself. */
  @FunctionalInterface
  interface Opener<T> {
    ParquetWriter<T> open(Path file, TableSchema schema) throws IOException;
  }

  private StagedFile(
      Path tableDirectory, LocalDate date, String path, TableSchema schema, Opener<T> opener)
      throws IOException {
    this.tableDirectory = tableDirectory;
    this.date = date;
    this.path = path;
    this.schema = schema;
    this.parquet = opener.open(tableDirectory.resolve(path), schema);
  }

  /**
   * Makes a file of a new name, and its folder if need be.
   *
   * @param prefix what its name begins with, as {@link TableFiles#stagedPath} takes it
   */
  static <T> StagedFile<T> open(
      Path tableDirectory, String prefix, LocalDate date, TableSchema schema, Opener<T> opener)
      throws IOException {
    Durable.createDirectories(folder(tableDirectory, prefix));
    String path = TableFiles.stagedPath(prefix, UUID.randomUUID() + ".zstd.parquet");
    return new StagedFile<>(tableDirectory, date, path, schema, opener);
  }

  /** Where files of a prefix are. */
  static Path folder(Path tableDirectory, String prefix) {
    return tableDirectory.resolve(TableFiles.stagedPath(prefix, "x")).getParent();
  }

  void write(T row) throws IOException {
    parquet.write(row);
    rows++;
  }

  /** Notes where the row came from that was written last. */
  void from(int partition, long offset) {
    Span span = offsets.get(partition);
    if (span == null) {
      span = new Span(offset);
      offsets.put(partition, span);
    }
    span.first = Math.min(span.first, offset);
    span.last = Math.max(span.last, offset);
  }

  /** Grows with each row, where an {@link OffsetRange} would be made anew. */
  private static final class Span {
    private long first;
    private long last;

    Span(long offset) {
      first = offset;
      last = offset;
    }
  }

  /** Relative to the table's folder. */
  String path() {
    return path;
  }

  long rows() {
    return rows;
  }

  /** Whether it has come to this size; looked at now and then only. */
  boolean isFull(long bytes) {
    return rows % ROWS_BETWEEN_SIZE_CHECKS == 0 && parquet.getDataSize() >= bytes;
  }

  /** Closes the file and forces it to disk. */
  DataFile finish() throws IOException {
    parquet.close();
    Path file = tableDirectory.resolve(path);
    Durable.syncFile(file);
    String stats = FileStats.toJson(parquet.getFooter(), schema);
    Map<Integer, OffsetRange> ranges = new HashMap<>();
    offsets.forEach((p, span) -> ranges.put(p, new OffsetRange(span.first, span.last + 1)));
    return new DataFile(path, date, rows, Files.size(file), stats, ranges);
  }

  /** Closes the file and deletes it. */
  void abandon() {
    try {
      parquet.close();
    } catch (IOException e) {
      // It is deleted next, so what could not be written does not matter.
    }
    try {
      Files.deleteIfExists(tableDirectory.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + path, e);
    }
  }
}
