package dev.incidentlab.ingest;

import dev.incidentlab.delta.DataFileWriter;
import dev.incidentlab.delta.Staged;
import dev.incidentlab.delta.UpsertWriter;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.avro.generic.GenericRecord;

/**
 * Where rows go until they are committed.
 *
 * @param writer takes a row
 * @param finisher ends it, and tells what was staged
 * @param closer deletes what was not finished
 */
record RowStage(Consumer<GenericRecord> writer, Supplier<Staged> finisher, Runnable closer) {

  /** For rows that are appended whatever the table has. */
  static RowStage of(DataFileWriter files) {
    return new RowStage(files::write, () -> new Staged(files.finish(), List.of()), files::close);
  }

  /** For rows that are compared with the table's. */
  static RowStage of(UpsertWriter rows) {
    return new RowStage(rows::write, rows::finish, rows::close);
  }

  void write(GenericRecord row) {
    writer.accept(row);
  }

  Staged finish() {
    return finisher.get();
  }

  void close() {
    closer.run();
  }
}
