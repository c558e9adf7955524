package dev.incidentlab.delta;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Type;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.avro.AvroParquetReader;
import org.apache.parquet.avro.AvroSchemaConverter;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.schema.MessageType;

/** Opens Parquet files on the local file system, without a Hadoop file system in between. */
final class ParquetFiles {

  /**
   * Bytes of one row group, which a writer holds in memory for each open file: Parquet's default of
   * 128 MiB would fill a small heap with a handful of partitions.
   */
  private static final long ROW_GROUP_BYTES = 16L << 20;

  /** Properties of {@code AvroReadSupport}, whose setters take only Hadoop's configuration. */
  private static final String READ_SCHEMA = "parquet.avro.read.schema";

  private static final String PROJECTION = "parquet.avro.projection";

  private ParquetFiles() {}

  static ParquetWriter<GenericRecord> writer(Path file, TableSchema schema) throws IOException {
    return build(new RowWriter<>(file, schema, RecordColumns.of(schema)::write), schema);
  }

  /** A writer of rows that are passed on from another file. */
  static ParquetWriter<StoredRows> copyWriter(Path file, TableSchema schema) throws IOException {
    return build(new RowWriter<>(file, schema, StoredRows::passOn), schema);
  }

  /** The table's rows as Parquet has them. */
  static MessageType typeOf(TableSchema schema) {
    return new AvroSchemaConverter(new PlainParquetConfiguration()).convert(schema.rows());
  }

  private static <T> ParquetWriter<T> build(RowWriter<T> builder, TableSchema schema)
      throws IOException {
    schema.rows().getFields().stream()
        .filter(column -> isHardlyRepeated(column, schema))
        .forEach(column -> builder.withDictionaryEncoding(column.name(), false));
    return builder
        .withConf(new PlainParquetConfiguration())
        .withCompressionCodec(CompressionCodecName.ZSTD)
        .withRowGroupSize(ROW_GROUP_BYTES)
        .withWriteMode(ParquetFileWriter.Mode.CREATE)
        .build();
  }

  /** Keys, times, offsets, amounts: a dictionary of them would be built only to be given up. */
  private static boolean isHardlyRepeated(Schema.Field column, TableSchema schema) {
    return column.name().equals(schema.keyColumn()) || column.schema().getType() == Type.LONG;
  }

  static ParquetReader<GenericRecord> reader(Path file) throws IOException {
    return AvroParquetReader.<GenericRecord>builder(
            new LocalInputFile(file), new PlainParquetConfiguration())
        .withDataModel(new GenericData())
        .build();
  }

  /**
   * Reads rows as ones of {@code rows}: columns that the file does not have are null, columns that
   * only the file has are left out.
   */
  static ParquetReader<GenericRecord> reader(Path file, Schema rows) throws IOException {
    PlainParquetConfiguration configuration = new PlainParquetConfiguration();
    configuration.set(READ_SCHEMA, rows.toString());
    return AvroParquetReader.<GenericRecord>builder(new LocalInputFile(file), configuration)
        .withDataModel(new GenericData())
        .build();
  }

  /** The same, and reads no other columns from disk. */
  static ParquetReader<GenericRecord> columns(Path file, Schema rows) throws IOException {
    PlainParquetConfiguration configuration = new PlainParquetConfiguration();
    configuration.set(READ_SCHEMA, rows.toString());
    configuration.set(PROJECTION, rows.toString());
    return AvroParquetReader.<GenericRecord>builder(new LocalInputFile(file), configuration)
        .withDataModel(new GenericData())
        .build();
  }

  static ParquetFileReader open(Path file) throws IOException {
    return ParquetFileReader.open(
        new LocalInputFile(file),
        ParquetReadOptions.builder(new PlainParquetConfiguration()).build());
  }
}
