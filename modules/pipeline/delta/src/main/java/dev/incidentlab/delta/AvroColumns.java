package dev.incidentlab.delta;

import java.util.ArrayList;
import java.util.List;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/** Turns the Avro schema of a value into the Avro schema of a table's rows. */
final class AvroColumns {

  private final String tableName;
  private final List<String> enclosingRecords = new ArrayList<>();

  private AvroColumns(String tableName) {
    this.tableName = tableName;
  }

  static Schema rowsOf(String tableName, Schema value) {
    if (value.getType() != Schema.Type.RECORD) {
      throw new IllegalArgumentException(
          "table %s: the value schema must be an Avro record, was %s"
              .formatted(tableName, value.getType()));
    }
    List<String> reserved = new ArrayList<>(TableSchema.METADATA_COLUMNS);
    reserved.add(TableSchema.PARTITION_COLUMN);
    for (Schema.Field field : value.getFields()) {
      if (reserved.contains(field.name())) {
        throw new IllegalArgumentException(
            "table %s: field '%s' has a name that the table reserves (%s); rename the field"
                .formatted(tableName, field.name(), reserved));
      }
    }
    AvroColumns columns = new AvroColumns(tableName);
    List<Schema.Field> fields = columns.fieldsOf(value, "");
    fields.add(new Schema.Field(TableSchema.TOPIC_PARTITION, Schema.create(Schema.Type.INT)));
    fields.add(new Schema.Field(TableSchema.OFFSET, Schema.create(Schema.Type.LONG)));
    fields.add(new Schema.Field(TableSchema.DECODER_REVISION, Schema.create(Schema.Type.INT)));
    return Schema.createRecord(value.getName(), null, value.getNamespace(), false, fields);
  }

  private List<Schema.Field> fieldsOf(Schema record, String path) {
    if (enclosingRecords.contains(record.getFullName())) {
      throw new IllegalArgumentException(
          "table %s: column '%s' is a record %s inside itself, which no table can hold; flatten it"
              .formatted(tableName, path, record.getFullName()));
    }
    enclosingRecords.add(record.getFullName());
    List<Schema.Field> fields = new ArrayList<>();
    for (Schema.Field field : record.getFields()) {
      String fieldPath = path.isEmpty() ? field.name() : path + "." + field.name();
      Schema column = column(field.schema(), fieldPath);
      fields.add(
          column.isNullable()
              ? new Schema.Field(field.name(), column, null, Schema.Field.NULL_DEFAULT_VALUE)
              : new Schema.Field(field.name(), column));
    }
    enclosingRecords.remove(enclosingRecords.size() - 1);
    return fields;
  }

  private Schema column(Schema type, String path) {
    return switch (type.getType()) {
      case ENUM, STRING -> withoutLogicalType(type, Schema.Type.STRING, path);
      case INT, DOUBLE, BOOLEAN -> withoutLogicalType(type, type.getType(), path);
      case LONG -> longColumn(type, path);
      case UNION -> nullable(type, path);
      case RECORD ->
          Schema.createRecord(
              type.getName(), null, type.getNamespace(), false, fieldsOf(type, path));
      default -> throw unsupported(type, path);
    };
  }

  private Schema withoutLogicalType(Schema type, Schema.Type column, String path) {
    if (type.getLogicalType() != null) {
      throw unsupported(type, path);
    }
    return Schema.create(column);
  }

  private Schema longColumn(Schema type, String path) {
    LogicalType logical = type.getLogicalType();
    if (logical instanceof LogicalTypes.TimestampMicros) {
      return LogicalTypes.timestampMicros().addToSchema(Schema.create(Schema.Type.LONG));
    }
    return withoutLogicalType(type, Schema.Type.LONG, path);
  }

  private Schema nullable(Schema union, String path) {
    List<Schema> branches =
        union.getTypes().stream().filter(t -> t.getType() != Schema.Type.NULL).toList();
    if (branches.size() != 1 || !union.isNullable()) {
      throw unsupported(union, path);
    }
    return Schema.createUnion(Schema.create(Schema.Type.NULL), column(branches.get(0), path));
  }

  private IllegalArgumentException unsupported(Schema type, String path) {
    return new IllegalArgumentException(
        ("table %s: column '%s' has type %s; a table takes string, int, long, double, boolean,"
                + " timestamp-micros, enum, records of these, and unions of null and one of these")
            .formatted(tableName, path, type));
  }
}
