package dev.incidentlab.delta;

import java.io.Closeable;
import java.io.IOException;
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
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * The rows of a data file, one after the other, to be passed on or over. Values go from Parquet's
 * column readers straight to the writer of another file. For one thread.
 */
final class StoredRows implements Closeable {

  private static final int ROW = -1;

  private final ParquetFileReader parquet;
  private final MessageColumnIO columnIo;
  private final Materializer materializer;
  private RecordReader<Void> rows;
  private long left;

  /** Where a row's values go; null to pass it over. */
  private RecordConsumer to;

  private int partition;
  private long offset;

  /**
   * @param written the schema of the file that rows are passed on to: columns that it does not have
   *     are left out
   */
  StoredRows(Path file, MessageType written) throws IOException {
    parquet = ParquetFiles.open(file);
    MessageType stored = parquet.getFileMetaData().getSchema();
    MessageType wanted =
        new MessageType(
            stored.getName(),
            stored.getFields().stream()
                .filter(field -> written.containsField(field.getName()))
                .toList());
    parquet.setRequestedSchema(wanted);
    columnIo = new ColumnIOFactory().getColumnIO(wanted, stored);
    materializer = new Materializer(new Group(wanted, written, ROW));
  }

  /** Whether there is another row. */
  boolean hasNext() throws IOException {
    while (left == 0) {
      PageReadStore pages = parquet.readNextRowGroup();
      if (pages == null) {
        return false;
      }
      rows = columnIo.getRecordReader(pages, materializer);
      left = pages.getRowCount();
    }
    return true;
  }

  /** Passes over a row. */
  void skip() {
    to = null;
    read();
  }

  /** Passes a row on, without the message that it is in. */
  void passOn(RecordConsumer consumer) {
    to = consumer;
    read();
  }

  private void read() {
    var unused = rows.read();
    left--;
  }

  /** The partition that the last row came from. */
  int partition() {
    return partition;
  }

  /** The offset that the last row came from. */
  long offset() {
    return offset;
  }

  @Override
  public void close() throws IOException {
    parquet.close();
  }

  private static final class Materializer extends RecordMaterializer<Void> {
    private final Group root;

    Materializer(Group root) {
      this.root = root;
    }

    @Override
    public Void getCurrentRecord() {
      return null;
    }

    @Override
    public GroupConverter getRootConverter() {
      return root;
    }
  }

  private final class Group extends GroupConverter {
    private final String name;
    private final int index;
    private final Converter[] converters;

    /**
     * @param index place of the record in what it is in; {@link #ROW} for the row itself
     */
    Group(GroupType read, GroupType written, int index) {
      this.name = read.getName();
      this.index = index;
      this.converters =
          read.getFields().stream()
              .map(field -> converter(field, written))
              .toArray(Converter[]::new);
    }

    private Converter converter(Type field, GroupType written) {
      int at = written.getFieldIndex(field.getName());
      return field.isPrimitive()
          ? new Column(field.getName(), at)
          : new Group(field.asGroupType(), written.getType(at).asGroupType(), at);
    }

    @Override
    public Converter getConverter(int fieldIndex) {
      return converters[fieldIndex];
    }

    @Override
    public void start() {
      if (index != ROW && to != null) {
        to.startField(name, index);
        to.startGroup();
      }
    }

    @Override
    public void end() {
      if (index != ROW && to != null) {
        to.endGroup();
        to.endField(name, index);
      }
    }
  }

  private final class Column extends PrimitiveConverter {
    private final String name;
    private final int index;

    Column(String name, int index) {
      this.name = name;
      this.index = index;
    }

    @Override
    public void addBinary(Binary value) {
      if (to != null) {
        to.startField(name, index);
        to.addBinary(value);
        to.endField(name, index);
      }
    }

    @Override
    public void addInt(int value) {
      if (name.equals(TableSchema.TOPIC_PARTITION)) {
        partition = value;
      }
      if (to != null) {
        to.startField(name, index);
        to.addInteger(value);
        to.endField(name, index);
      }
    }

    @Override
    public void addLong(long value) {
      if (name.equals(TableSchema.OFFSET)) {
        offset = value;
      }
      if (to != null) {
        to.startField(name, index);
        to.addLong(value);
        to.endField(name, index);
      }
    }

    @Override
    public void addDouble(double value) {
      if (to != null) {
        to.startField(name, index);
        to.addDouble(value);
        to.endField(name, index);
      }
    }

    @Override
    public void addBoolean(boolean value) {
      if (to != null) {
        to.startField(name, index);
        to.addBoolean(value);
        to.endField(name, index);
      }
    }
  }
}
