package dev.incidentlab.delta;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.RecordConsumer;

/**
 * Builds a writer of a table's rows.
 *
 * @param <T> what a row is
 */
final class RowWriter<T> extends ParquetWriter.Builder<T, RowWriter<T>> {

  private final TableSchema schema;
  private final BiConsumer<T, RecordConsumer> columns;

  /**
   * @param columns passes on a row's columns, without the message that they are in
   */
  RowWriter(Path file, TableSchema schema, BiConsumer<T, RecordConsumer> columns) {
    super(new LocalOutputFile(file));
    this.schema = schema;
    this.columns = columns;
  }

  @Override
  protected RowWriter<T> self() {
    return this;
  }

  @Override
  protected WriteSupport<T> getWriteSupport(Configuration configuration) {
    return new Support<>(schema, columns);
  }

  @Override
  protected WriteSupport<T> getWriteSupport(ParquetConfiguration configuration) {
    return new Support<>(schema, columns);
  }

  private static final class Support<T> extends WriteSupport<T> {
    /** Where readers by Avro look for the schema. */
    private static final String AVRO_SCHEMA = "parquet.avro.schema";

    private final TableSchema schema;
    private final BiConsumer<T, RecordConsumer> columns;
    private RecordConsumer consumer;

    Support(TableSchema schema, BiConsumer<T, RecordConsumer> columns) {
      this.schema = schema;
      this.columns = columns;
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
    public void write(T row) {
      consumer.startMessage();
      columns.accept(row, consumer);
      consumer.endMessage();
    }
  }
}
