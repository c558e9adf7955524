package dev.incidentlab.ingest;

import dev.incidentlab.delta.TableSchema;
import dev.incidentlab.schema.UndecodableException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericEnumSymbol;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.util.Utf8;

/**
 * Value → table row: columns by name, enums as their text, and the position it came from. A column
 * that the value's schema does not have yet stays null. A value that no row may have is bad data:
 * in the table it would be in everybody's way (decision 016).
 */
public final class RowMapper {
  private static final int ABSENT = -1;

  /** Days that have four digits for a year, as partition values and ISO 8601 have them. */
  private static final long FIRST_MICROS = micros("0001-01-01T00:00:00Z");

  private static final long END_MICROS = micros("+10000-01-01T00:00:00Z");

  private final Schema rows;
  private final Schema.Field key;
  private final Schema.Field eventTime;
  private final int partitionColumn;
  private final int offsetColumn;
  private final int revisionColumn;
  private final Map<Schema, int[]> sourceFields = new IdentityHashMap<>();

  /** Symbols of enums: their texts are encoded once. */
  private final Map<String, Utf8> texts = new HashMap<>();

  private Schema lastSchema;
  private int[] lastFields;

  public RowMapper(TableSchema table) {
    this.rows = table.rows();
    this.key = rows.getField(table.keyColumn());
    this.eventTime = rows.getField(table.eventTimeColumn());
    this.partitionColumn = rows.getField(TableSchema.TOPIC_PARTITION).pos();
    this.offsetColumn = rows.getField(TableSchema.OFFSET).pos();
    this.revisionColumn = rows.getField(TableSchema.DECODER_REVISION).pos();
  }

  private static long micros(String wholeSecond) {
    // Not ChronoUnit.between, which counts in nanoseconds and has room for 292 years.
    return TimeUnit.SECONDS.toMicros(Instant.parse(wholeSecond).getEpochSecond());
  }

  /**
   * @throws UndecodableException with {@link UndecodableException.Reason#INVALID_VALUE}
   */
  public GenericRecord row(GenericRecord value, int partition, long offset, int revision)
      throws UndecodableException {
    int[] fields = fields(value.getSchema());
    GenericData.Record row = new GenericData.Record(rows);
    for (int column = 0; column < fields.length; column++) {
      if (fields[column] != ABSENT) {
        Object v = value.get(fields[column]);
        row.put(column, v instanceof GenericEnumSymbol ? text(v.toString()) : v);
      }
    }
    requireKey(row);
    requireDate(row);
    row.put(partitionColumn, partition);
    row.put(offsetColumn, offset);
    row.put(revisionColumn, revision);
    return row;
  }

  private void requireKey(GenericRecord row) throws UndecodableException {
    Object value = row.get(key.pos());
    // The length of one in characters would have to be decoded first.
    int length =
        value instanceof Utf8 utf8 ? utf8.getByteLength() : ((CharSequence) value).length();
    if (length == 0) {
      throw new UndecodableException(
          UndecodableException.Reason.INVALID_VALUE,
          "%s is empty, and a row is known by it".formatted(key.name()));
    }
  }

  private void requireDate(GenericRecord row) throws UndecodableException {
    long micros = (long) row.get(eventTime.pos());
    if (micros < FIRST_MICROS || micros >= END_MICROS) {
      throw new UndecodableException(
          UndecodableException.Reason.INVALID_VALUE,
          "%s is %s, and a table has the years 0001 to 9999"
              .formatted(eventTime.name(), Instant.EPOCH.plus(micros, ChronoUnit.MICROS)));
    }
  }

  private Utf8 text(String symbol) {
    return texts.computeIfAbsent(symbol, s -> new Utf8(s));
  }

  private int[] fields(Schema value) {
    if (value != lastSchema) {
      lastFields = sourceFields.computeIfAbsent(value, this::fieldsOf);
      lastSchema = value;
    }
    return lastFields;
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
