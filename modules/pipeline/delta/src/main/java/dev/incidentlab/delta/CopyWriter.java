package dev.incidentlab.delta;

import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.RecordConsumer;

/** Builds a writer that takes each row's values from the file that it is stored in. */
final class CopyWriter extends ParquetWriter.Builder<StoredRows, CopyWriter> {

  private final TableSchema schema;

  CopyWriter(Path file, TableSchema schema) {
    super(new LocalOutputFile(file));
    this.schema = schema;
  }

  @Override
  protected CopyWriter self() {
    return this;
  }

  @Override
  protected WriteSupport<StoredRows> getWriteSupport(Configuration configuration) {
    return new Support(schema);
  }

  @Override
  protected WriteSupport<StoredRows> getWriteSupport(ParquetConfiguration configuration) {
    return new Support(schema);
  }

  private static final class Support extends WriteSupport<StoredRows> {
    /** Under this name the other writer leaves the schema, too, for readers by Avro. */
    private static final String AVRO_SCHEMA = "parquet.avro.schema";

    private final TableSchema schema;
    private RecordConsumer consumer;

    Support(TableSchema schema) {
      this.schema = schema;
    }

    @Override
    public WriteContext init(Configuration configuration) {
      return context();
    }

    @Override
    public WriteContext init(ParquetConfiguration configuration) {
      return context();
    }

    private WriteContext context() {
      return new WriteContext(
          ParquetFiles.typeOf(schema), Map.of(AVRO_SCHEMA, schema.rows().toString()));
    }

    @Override
    public void prepareForWrite(RecordConsumer recordConsumer) {
      consumer = recordConsumer;
    }

    @Override
    public void write(StoredRows row) {
      consumer.startMessage();
      row.passOn(consumer);
      consumer.endMessage();
    }
  }
}
