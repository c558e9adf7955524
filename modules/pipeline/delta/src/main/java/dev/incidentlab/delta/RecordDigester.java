package dev.incidentlab.delta;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.util.Utf8;

/**
 * Takes the digest of a row before it is written: the same that {@link RowScan} finds in the file
 * afterwards. One instance may be used by one thread at a time.
 */
final class RecordDigester {

  private final Columns row;

  RecordDigester(TableSchema schema) {
    row = new Columns(schema.rows(), "", schema.keyColumn());
  }

  /**
   * @param record of the schema that this was made with
   */
  void digest(IndexedRecord record, RowDigest digest) {
    digest.reset();
    row.digest(record, digest);
  }

  /** The columns of a record, in the order in which Parquet has them. */
  private static final class Columns {
    private final long column;
    private final long[] columns;
    private final RowScan.Role[] roles;
    private final Columns[] records;

    /**
     * @param path as {@link RowScan} names it
     */
    Columns(Schema schema, String path, String keyColumn) {
      List<Schema.Field> fields = schema.getFields();
      column = RowDigest.column(path);
      columns = new long[fields.size()];
      roles = new RowScan.Role[fields.size()];
      records = new Columns[fields.size()];
      for (int i = 0; i < columns.length; i++) {
        String name = fields.get(i).name();
        String fieldPath = path + "/" + name;
        columns[i] = RowDigest.column(fieldPath);
        roles[i] = path.isEmpty() ? RowScan.Role.of(name, keyColumn) : RowScan.Role.VALUE;
        Schema type = DeltaTypes.nonNull(fields.get(i).schema());
        if (type.getType() == Schema.Type.RECORD) {
          records[i] = new Columns(type, fieldPath, keyColumn);
        }
      }
    }

    void digest(IndexedRecord record, RowDigest digest) {
      for (int i = 0; i < columns.length; i++) {
        Object value = record.get(i);
        if (value == null) {
          continue;
        }
        switch (roles[i]) {
          case KEY -> digest.key(utf8(value));
          case OFFSET -> digest.offset((long) value);
          case REVISION -> digest.revision((int) value);
          case TOPIC_PARTITION -> digest.topicPartition((int) value);
          case VALUE -> value(i, value, digest);
        }
      }
    }

    private void value(int i, Object value, RowDigest digest) {
      if (value instanceof Utf8 text) {
        digest.value(columns[i], text.getBytes(), text.getByteLength());
      } else if (value instanceof CharSequence text) {
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        digest.value(columns[i], bytes, bytes.length);
      } else if (value instanceof Double number) {
        digest.value(columns[i], Double.doubleToLongBits(number));
      } else if (value instanceof Number number) {
        digest.value(columns[i], number.longValue());
      } else if (value instanceof Boolean bit) {
        digest.value(columns[i], bit ? 1 : 0);
      } else {
        // Tells a record whose fields are all null from a null record.
        digest.value(records[i].column, 1);
        records[i].digest((IndexedRecord) value, digest);
      }
    }

    private static ByteBuffer utf8(Object text) {
      return text instanceof Utf8 utf8
          ? ByteBuffer.wrap(utf8.getBytes(), 0, utf8.getByteLength())
          : ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
    }
  }
}
