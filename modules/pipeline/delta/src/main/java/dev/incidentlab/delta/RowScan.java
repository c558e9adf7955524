package dev.incidentlab.delta;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * Streams a data file's rows as digests. Values go from Parquet's column readers straight into the
 * digest, without a record in between.
 */
final class RowScan {

  /** Takes one row; the digest is only valid during the call. */
  @FunctionalInterface
  interface Visitor {
    void row(int row, RowDigest digest);
  }

  private final String keyColumn;

  private RowScan(String keyColumn) {
    this.keyColumn = keyColumn;
  }

  /**
   * @param keysOnly read nothing but the key; precedence and values of the digests then mean
   *     nothing
   */
  static void scan(Path file, TableSchema schema, boolean keysOnly, Visitor visitor) {
    try (ParquetFileReader parquet = ParquetFiles.open(file)) {
      MessageType stored = parquet.getFileMetaData().getSchema();
      MessageType wanted =
          keysOnly
              ? new MessageType(stored.getName(), stored.getType(schema.keyColumn()))
              : columnsOf(schema, stored);
      parquet.setRequestedSchema(wanted);
      MessageColumnIO columnIo = new ColumnIOFactory().getColumnIO(wanted, stored);
      Materializer materializer = new RowScan(schema.keyColumn()).new Materializer(wanted);
      int row = 0;
      for (PageReadStore pages = parquet.readNextRowGroup();
          pages != null;
          pages = parquet.readNextRowGroup()) {
        RecordReader<RowDigest> reader = columnIo.getRecordReader(pages, materializer);
        for (long i = 0; i < pages.getRowCount(); i++) {
          visitor.row(row++, reader.read());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read data file " + file, e);
    }
  }

  /** What a file has beyond the table's columns is not the table's. */
  private static MessageType columnsOf(TableSchema schema, MessageType stored) {
    return new MessageType(
        stored.getName(),
        stored.getFields().stream()
            .filter(field -> schema.rows().getField(field.getName()) != null)
            .toList());
  }

  private final class Materializer extends RecordMaterializer<RowDigest> {
    private final RowDigest digest = new RowDigest();
    private final Columns root;

    Materializer(MessageType type) {
      root = new Columns(type, digest, "");
    }

    @Override
    public RowDigest getCurrentRecord() {
      return digest;
    }

    @Override
    public GroupConverter getRootConverter() {
      return root;
    }
  }

  private final class Columns extends GroupConverter {
    private final RowDigest digest;
    private final String path;
    private final long column;
    private final Converter[] converters;

    /**
     * @param path names of this record and of those that it is in; empty for the row itself
     */
    Columns(GroupType type, RowDigest digest, String path) {
      this.digest = digest;
      this.path = path;
      this.column = RowDigest.column(path);
      this.converters = type.getFields().stream().map(this::converter).toArray(Converter[]::new);
    }

    private Converter converter(Type type) {
      // Names of columns have no slash.
      String column = path + "/" + type.getName();
      if (!type.isPrimitive()) {
        return new Columns(type.asGroupType(), digest, column);
      }
      return new Column(
          digest,
          RowDigest.column(column),
          path.isEmpty() ? Role.of(type.getName(), keyColumn) : Role.VALUE);
    }

    @Override
    public Converter getConverter(int index) {
      return converters[index];
    }

    @Override
    public void start() {
      if (path.isEmpty()) {
        digest.reset();
      } else {
        // Tells a record whose fields are all null from a null record.
        digest.value(column, 1);
      }
    }

    @Override
    public void end() {}
  }

  /** What a column of a row is to its digest. */
  enum Role {
    KEY,
    OFFSET,
    REVISION,
    TOPIC_PARTITION,
    VALUE;

    static Role of(String column, String keyColumn) {
      return switch (column) {
        case TableSchema.OFFSET -> OFFSET;
        case TableSchema.DECODER_REVISION -> REVISION;
        case TableSchema.TOPIC_PARTITION -> TOPIC_PARTITION;
        default -> column.equals(keyColumn) ? KEY : VALUE;
      };
    }
  }

  private static final class Column extends PrimitiveConverter {
    private final RowDigest digest;
    private final long column;
    private final Role role;

    Column(RowDigest digest, long column, Role role) {
      this.digest = digest;
      this.column = column;
      this.role = role;
    }

    @Override
    public void addBinary(Binary value) {
      if (role == Role.KEY) {
        digest.key(value);
      } else {
        digest.value(column, value);
      }
    }

    @Override
    public void addInt(int value) {
      switch (role) {
        case REVISION -> digest.revision(value);
        case TOPIC_PARTITION -> digest.topicPartition(value);
        default -> digest.value(column, value);
      }
    }

    @Override
    public void addLong(long value) {
      if (role == Role.OFFSET) {
        digest.offset(value);
      } else {
        digest.value(column, value);
      }
    }

    @Override
    public void addDouble(double value) {
      digest.value(column, Double.doubleToLongBits(value));
    }

    @Override
    public void addBoolean(boolean value) {
      digest.value(column, value ? 1 : 0);
    }
  }
}
