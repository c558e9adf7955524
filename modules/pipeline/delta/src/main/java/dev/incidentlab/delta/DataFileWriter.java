package dev.incidentlab.delta;

import dev.incidentlab.delta.failpoint.Failpoint;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;

/**
 * Writes rows to staged Parquet files (zstd), one per event date, a further one once a file is
 * large. {@link #finish} makes the files durable and returns them; closing without it deletes them.
 * For one thread.
 */
public final class DataFileWriter implements Closeable {

  /** Size at which a file is closed and its successor opened: what one rewrite has to copy. */
  static final long FILE_BYTES = 32L << 20;

  /** Each open file holds a row group in memory; beyond this many, the least recent is closed. */
  private static final int MAX_OPEN = 16;

  private static final Failpoint WRITING = Failpoint.named("data-file.writing");
  private static final Failpoint FINISHED = Failpoint.named("data-file.finished");

  private final TableSchema schema;
  private final Path tableDirectory;
  private final String prefix;
  private final long fileBytes;
  private final int eventTime;
  private final int topicPartition;
  private final int offset;
  private final Map<Long, StagedFile<GenericRecord>> open =
      new LinkedHashMap<>(MAX_OPEN, 0.75f, true);
  private final List<DataFile> finished = new ArrayList<>();
  private Schema accepted;
  private long rows;

  DataFileWriter(TableSchema schema, Path tableDirectory, String prefix) {
    this(schema, tableDirectory, prefix, FILE_BYTES);
  }

  /**
   * @param fileBytes size at which a file is closed and its successor opened
   */
  DataFileWriter(TableSchema schema, Path tableDirectory, String prefix, long fileBytes) {
    this.fileBytes = fileBytes;
    this.schema = schema;
    this.tableDirectory = tableDirectory;
    this.prefix = prefix;
    this.eventTime = schema.rows().getField(schema.eventTimeColumn()).pos();
    this.topicPartition = schema.rows().getField(TableSchema.TOPIC_PARTITION).pos();
    this.offset = schema.rows().getField(TableSchema.OFFSET).pos();
    // A bad prefix is refused here and not by the first row.
    TableFiles.stagedPath(prefix, "");
  }

  /**
   * @param row a record of the table's {@link TableSchema#rows()}
   * @throws IllegalArgumentException if the record has another schema's fields
   * @throws UncheckedIOException if the file system fails
   */
  public void write(GenericRecord row) {
    var unused = put(row);
  }

  /** Writes a row, and tells the file that it is the last row of now. */
  StagedFile<GenericRecord> put(GenericRecord row) {
    if (row.getSchema() != accepted) {
      accept(row.getSchema());
    }
    WRITING.reach();
    long day = TableSchema.epochDay((long) row.get(eventTime));
    try {
      StagedFile<GenericRecord> file = open.get(day);
      if (file == null) {
        file = open(day);
      }
      file.write(row);
      file.from((int) row.get(topicPartition), (long) row.get(offset));
      rows++;
      if (file.isFull(fileBytes)) {
        open.remove(day);
        finished.add(file.finish());
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "table %s: cannot write a row below %s".formatted(schema.tableName(), tableDirectory), e);
    }
  }

  /** Comparing two schemas field by field takes longer than writing a row. */
  private void accept(Schema rows) {
    if (!rows.equals(schema.rows())) {
      throw new IllegalArgumentException(
          "table %s: a row has schema %s, the table %s; make rows by schema().rows()"
              .formatted(schema.tableName(), rows, schema.rows()));
    }
    accepted = rows;
  }

  /** Rows written so far. */
  public long rows() {
    return rows;
  }

  /**
   * Closes the files and forces them to disk. From here on they are the caller's, to commit or to
   * discard; the writer starts anew with the next row.
   *
   * @return the files written since the last call; none is empty
   */
  public List<DataFile> finish() {
    try {
      for (Iterator<StagedFile<GenericRecord>> files = open.values().iterator();
          files.hasNext(); ) {
        StagedFile<GenericRecord> file = files.next();
        finished.add(file.finish());
        files.remove();
      }
      if (!finished.isEmpty()) {
        Durable.syncDirectory(StagedFile.folder(tableDirectory, prefix));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "table %s: cannot finish files below %s".formatted(schema.tableName(), tableDirectory),
          e);
    }
    FINISHED.reach();
    List<DataFile> result = List.copyOf(finished);
    finished.clear();
    return result;
  }

  /** Deletes what was written and not finished. */
  @Override
  public void close() {
    open.values().forEach(StagedFile::abandon);
    open.clear();
    new TableFiles(tableDirectory).discard(finished);
    finished.clear();
  }

  private StagedFile<GenericRecord> open(long day) throws IOException {
    if (open.size() >= MAX_OPEN) {
      Long leastRecent = open.keySet().iterator().next();
      finished.add(open.remove(leastRecent).finish());
    }
    StagedFile<GenericRecord> file =
        StagedFile.open(
            tableDirectory, prefix, LocalDate.ofEpochDay(day), schema, ParquetFiles::writer);
    open.put(day, file);
    return file;
  }
}
