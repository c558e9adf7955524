package dev.incidentlab.ingest;

import dev.incidentlab.delta.TableSchema;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericEnumSymbol;
import org.apache.avro.generic.GenericRecord;

/**
 * Value → table row: columns by name, enums as their text, and the position it came from. A column
 * that the value's schema does not have yet stays null.
 */
public final class RowMapper {
  private static final int ABSENT = -1;

  private final Schema rows;
  private final int partitionColumn;
  private final int offsetColumn;
  private final int revisionColumn;
  private final Map<Schema, int[]> sourceFields = new IdentityHashMap<>();

  public RowMapper(Schema rows) {
    this.rows = rows;
    this.partitionColumn = rows.getField(TableSchema.TOPIC_PARTITION).pos();
    this.offsetColumn = rows.getField(TableSchema.OFFSET).pos();
    this.revisionColumn = rows.getField(TableSchema.DECODER_REVISION).pos();
  }

  public GenericRecord row(GenericRecord value, int partition, long offset, int revision) {
    int[] fields = sourceFields.computeIfAbsent(value.getSchema(), this::fieldsOf);
    GenericData.Record row = new GenericData.Record(rows);
    for (int column = 0; column < fields.length; column++) {
      if (fields[column] != ABSENT) {
        Object v = value.get(fields[column]);
        row.put(column, v instanceof GenericEnumSymbol ? v.toString() : v);
      }
    }
    row.put(partitionColumn, partition);
    row.put(offsetColumn, offset);
    row.put(revisionColumn, revision);
    return row;
  }

  private int[] fieldsOf(Schema value) {
    List<Schema.Field> columns = rows.getFields();
    int[] fields = new int[columns.size()];
    for (Schema.Field column : columns) {
      Schema.Field field = value.getField(column.name());
      fields[column.pos()] = field == null ? ABSENT : field.pos();
    }
    return fields;
  }
}
