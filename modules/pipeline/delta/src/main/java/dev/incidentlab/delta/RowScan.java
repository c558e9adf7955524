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

  /** Numbers the columns of one file, parents before children, so that each has its own. */
  private int columns;

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
          keysOnly ? new MessageType(stored.getName(), stored.getType(schema.keyColumn())) : stored;
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

  private final class Materializer extends RecordMaterializer<RowDigest> {
    private final RowDigest digest = new RowDigest();
    private final Columns root;

    Materializer(MessageType type) {
      root = new Columns(type, digest, true);
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
    private final boolean isRow;
    private final int column;
    private final Converter[] converters;

    Columns(GroupType type, RowDigest digest, boolean isRow) {
      this.digest = digest;
      this.isRow = isRow;
      this.column = columns++;
      this.converters = type.getFields().stream().map(this::converter).toArray(Converter[]::new);
    }

    private Converter converter(Type type) {
      if (!type.isPrimitive()) {
        return new Columns(type.asGroupType(), digest, false);
      }
      return new Column(digest, columns++, isRow ? roleOf(type.getName()) : Role.VALUE);
    }

    @Override
    public Converter getConverter(int index) {
      return converters[index];
    }

    @Override
    public void start() {
      if (isRow) {
        digest.reset();
      } else {
        // Tells a record whose fields are all null from a null record.
        digest.value(column, 1);
      }
    }

    @Override
    public void end() {}
  }

  private enum Role {
    KEY,
    OFFSET,
    REVISION,
    TOPIC_PARTITION,
    VALUE
  }

  private Role roleOf(String column) {
    return switch (column) {
      case TableSchema.OFFSET -> Role.OFFSET;
      case TableSchema.DECODER_REVISION -> Role.REVISION;
      case TableSchema.TOPIC_PARTITION -> Role.TOPIC_PARTITION;
      default -> column.equals(keyColumn) ? Role.KEY : Role.VALUE;
    };
  }

  private static final class Column extends PrimitiveConverter {
    private final RowDigest digest;
    private final int column;
    private final Role role;

    Column(RowDigest digest, int column, Role role) {
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
