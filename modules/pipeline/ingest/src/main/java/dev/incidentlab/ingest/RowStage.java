package dev.incidentlab.ingest;

import dev.incidentlab.delta.DataFileWriter;
import dev.incidentlab.delta.Staged;
import dev.incidentlab.delta.UpsertWriter;
import java.io.Closeable;
import java.util.List;
import org.apache.avro.generic.GenericRecord;

/** Where rows go until they are committed; closing deletes what was not finished. */
interface RowStage extends Closeable {

  void write(GenericRecord row);

  Staged finish();

  @Override
  void close();

  /** For rows that are appended whatever the table has. */
  static RowStage of(DataFileWriter files) {
    return new RowStage() {
      @Override
      public void write(GenericRecord row) {
        files.write(row);
      }

      @Override
      public Staged finish() {
        return new Staged(files.finish(), List.of());
      }

      @Override
      public void close() {
        files.close();
      }
    };
  }

  /** For rows that are compared with the table's. */
  static RowStage of(UpsertWriter rows) {
    return new RowStage() {
      @Override
      public void write(GenericRecord row) {
        rows.write(row);
      }

      @Override
      public Staged finish() {
        return rows.finish();
      }

      @Override
      public void close() {
        rows.close();
      }
    };
  }
}
