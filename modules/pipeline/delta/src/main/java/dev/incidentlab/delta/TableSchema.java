package dev.incidentlab.delta;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/**
 * What a row is. Two schemas are equal when name, columns, key and event time are.
 *
 * @param tableName the table's name
 * @param rows Avro record of the columns that are in the data files: the value's columns, then
 *     {@link #TOPIC_PARTITION} int, {@link #OFFSET} long, {@link #DECODER_REVISION} int. The
 *     partition column {@link #PARTITION_COLUMN} is not among them
 * @param keyColumn a string column. Within one partition a key names one row
 * @param eventTimeColumn a timestamp-micros column; its UTC date is the row's partition
 */
public record TableSchema(String tableName, Schema rows, String keyColumn, String eventTimeColumn) {

  /** Date column that the table is partitioned by. */
  public static final String PARTITION_COLUMN = "event_date";

  /** Metadata column: partition number that the row was read from. */
  public static final String TOPIC_PARTITION = "_topic_partition";

  /** Metadata column: offset that the row was read from. */
  public static final String OFFSET = "_offset";

  /** Metadata column: revision of the decoder; among rows of one key the higher one wins. */
  public static final String DECODER_REVISION = "_decoder_revision";

  private static final long MICROS_PER_DAY = TimeUnit.DAYS.toMicros(1);

  static final List<String> METADATA_COLUMNS = List.of(TOPIC_PARTITION, OFFSET, DECODER_REVISION);

  public TableSchema {
    Objects.requireNonNull(rows, "rows");
    if (tableName == null || tableName.isBlank()) {
      throw new IllegalArgumentException("table schema: the table name must not be blank");
    }
    if (rows.getType() != Schema.Type.RECORD) {
      throw new IllegalArgumentException(
          "table %s: rows must be an Avro record, was %s".formatted(tableName, rows.getType()));
    }
    requireMetadataColumns(tableName, rows);
    requireColumn(tableName, rows, keyColumn, "key", Schema.create(Schema.Type.STRING));
    requireColumn(
        tableName,
        rows,
        eventTimeColumn,
        "event time",
        LogicalTypes.timestampMicros().addToSchema(Schema.create(Schema.Type.LONG)));
  }

  /**
   * The schema of a table that holds {@code valueSchema}'s records. Enums become strings. Taken are
   * string, int, long, double, boolean, timestamp-micros, enum, records of these, and unions of
   * null and one of these.
   *
   * @throws IllegalArgumentException if a field has any other type or a reserved name
   */
  public static TableSchema of(
      String tableName, Schema valueSchema, String keyColumn, String eventTimeColumn) {
    return new TableSchema(
        tableName, AvroColumns.rowsOf(tableName, valueSchema), keyColumn, eventTimeColumn);
  }

  /** The partition of a row, in days since 1970-01-01, by its event time in microseconds. */
  static long epochDay(long eventMicros) {
    return Math.floorDiv(eventMicros, MICROS_PER_DAY);
  }

  private static void requireMetadataColumns(String tableName, Schema rows) {
    List<Schema.Field> fields = rows.getFields();
    int data = fields.size() - METADATA_COLUMNS.size();
    List<Schema.Type> types = List.of(Schema.Type.INT, Schema.Type.LONG, Schema.Type.INT);
    boolean present = data > 0;
    for (int i = 0; present && i < METADATA_COLUMNS.size(); i++) {
      Schema.Field field = fields.get(data + i);
      present =
          field.name().equals(METADATA_COLUMNS.get(i)) && field.schema().getType() == types.get(i);
    }
    if (!present) {
      throw new IllegalArgumentException(
          "table %s: rows must end with %s (int, long, int), were %s; use TableSchema.of"
              .formatted(
                  tableName, METADATA_COLUMNS, fields.stream().map(Schema.Field::name).toList()));
    }
  }

  private static void requireColumn(
      String tableName, Schema rows, String column, String role, Schema type) {
    Schema.Field field = column == null ? null : rows.getField(column);
    boolean fits =
        field != null
            && field.schema().getType() == type.getType()
            && Objects.equals(field.schema().getLogicalType(), type.getLogicalType());
    if (!fits) {
      throw new IllegalArgumentException(
          "table %s: the %s column '%s' must be a column of type %s, never null; it is %s"
              .formatted(tableName, role, column, type, field == null ? "absent" : field.schema()));
    }
  }
}
