package dev.incidentlab.delta;

import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.util.Utf8;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;

/**
 * Passes the columns of records to Parquet. Avro's own way there looks up types, conversions and
 * branches of unions for every value; which they are is known from the table's schema.
 */
final class RecordColumns {

  private final String path;
  private final String[] names;
  private final boolean[] nullable;

  /** Of columns that are records, their columns. */
  private final RecordColumns[] records;

  private RecordColumns(String path, Schema schema) {
    this.path = path;
    List<Schema.Field> fields = schema.getFields();
    this.names = fields.stream().map(Schema.Field::name).toArray(String[]::new);
    this.nullable = new boolean[names.length];
    this.records = new RecordColumns[names.length];
    for (int i = 0; i < names.length; i++) {
      nullable[i] = fields.get(i).schema().isNullable();
      Schema type = DeltaTypes.nonNull(fields.get(i).schema());
      if (type.getType() == Schema.Type.RECORD) {
        records[i] = new RecordColumns(path + names[i] + ".", type);
      }
    }
  }

  static RecordColumns of(TableSchema schema) {
    return new RecordColumns("", schema.rows());
  }

  /**
   * @param record of the table's {@link TableSchema#rows()}
   * @throws IllegalArgumentException if a value is null in a column that takes none
   */
  void write(IndexedRecord record, RecordConsumer to) {
    for (int i = 0; i < names.length; i++) {
      Object value = record.get(i);
      if (value != null) {
        to.startField(names[i], i);
        write(i, value, to);
        to.endField(names[i], i);
      } else if (!nullable[i]) {
        throw new IllegalArgumentException(
            "column %s%s takes no null, and a row has one".formatted(path, names[i]));
      }
    }
  }

  private void write(int i, Object value, RecordConsumer to) {
    if (records[i] != null) {
      to.startGroup();
      records[i].write((IndexedRecord) value, to);
      to.endGroup();
    } else if (value instanceof Utf8 text) {
      // What is kept of it is copied: whoever made the row may make the next with the same text.
      to.addBinary(Binary.fromReusedByteArray(text.getBytes(), 0, text.getByteLength()));
    } else if (value instanceof Long number) {
      to.addLong(number);
    } else if (value instanceof Double number) {
      to.addDouble(number);
    } else if (value instanceof Integer number) {
      to.addInteger(number);
    } else if (value instanceof Boolean bit) {
      to.addBoolean(bit);
    } else {
      to.addBinary(Binary.fromString(value.toString()));
    }
  }
}
