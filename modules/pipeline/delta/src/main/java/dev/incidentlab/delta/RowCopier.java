package dev.incidentlab.delta;

import dev.incidentlab.delta.failpoint.Failpoint;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Copies rows of data files of one event date to new staged files, with whatever columns the table
 * has now. Closing without {@link #finish} deletes what was written. For one thread.
 */
final class RowCopier implements Closeable {

  private static final Failpoint COPYING = Failpoint.named("data-file.copying");

  private final Path tableDirectory;
  private final String prefix;
  private final LocalDate date;
  private final TableSchema schema;
  private final long fileBytes;
  private final List<DataFile> finished = new ArrayList<>();
  private StagedFile<StoredRows> open;

  /**
   * @param prefix what the names of the files begin with
   * @param schema the table's, of which the files copied may be older
   * @param fileBytes size at which a file is closed and its successor opened
   */
  RowCopier(
      Path tableDirectory, String prefix, LocalDate date, TableSchema schema, long fileBytes) {
    this.tableDirectory = tableDirectory;
    this.prefix = prefix;
    this.date = date;
    this.schema = schema;
    this.fileBytes = fileBytes;
  }

  /** Copies the rows whose bit is {@code wanted}. */
  void copy(Path file, BitSet rows, boolean wanted) {
    try (StoredRows stored = new StoredRows(file, ParquetFiles.typeOf(schema))) {
      for (int row = 0; stored.hasNext(); row++) {
        if (rows.get(row) == wanted) {
          COPYING.reach();
          write(stored);
        } else {
          stored.skip();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot copy rows of data file " + file, e);
    }
  }

  private void write(StoredRows row) throws IOException {
    if (open == null) {
      open = StagedFile.open(tableDirectory, prefix, date, schema, ParquetFiles::copyWriter);
    }
    open.write(row);
    open.from(row.partition(), row.offset());
    if (open.isFull(fileBytes)) {
      finishFile();
    }
  }

  /**
   * Closes the files and forces them to disk; from here on they are the caller's.
   *
   * @return none is empty
   */
  List<DataFile> finish() {
    try {
      if (open != null) {
        finishFile();
      }
      if (!finished.isEmpty()) {
        Durable.syncDirectory(StagedFile.folder(tableDirectory, prefix));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "table %s: cannot finish files below %s".formatted(schema.tableName(), tableDirectory),
          e);
    }
    List<DataFile> result = List.copyOf(finished);
    finished.clear();
    return result;
  }

  private void finishFile() throws IOException {
    finished.add(open.finish());
    open = null;
  }

  @Override
  public void close() {
    if (open != null) {
      open.abandon();
    }
    new TableFiles(tableDirectory).discard(finished);
  }
}
