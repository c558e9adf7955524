package dev.incidentlab.grading;

import dev.incidentlab.schema.Contracts;
import java.util.List;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/** Columns of a table that are read and compared, in the order in which the ledger hashes them. */
record TableColumns(List<Column> columns) {

  /** How a column's value is fed to the row hash. */
  enum Kind {
    TEXT,
    /** 64 bits. */
    NUMBER,
    /** A number of 32 bits. */
    SMALL_NUMBER,
    /** Microseconds since 1970, UTC. */
    TIMESTAMP,
    RECORD
  }

  /**
   * A column.
   *
   * @param fields of a record; empty for all others
   */
  record Column(String name, Kind kind, List<Column> fields) {
    Column {
      fields = List.copyOf(fields);
    }
  }

  TableColumns {
    columns = List.copyOf(columns);
  }

  /**
   * The columns of a version of a contract.
   *
   * @throws IllegalArgumentException if the contract has no such version, or a field of a type that
   *     the ledger does not hash
   */
  static TableColumns of(String contract, int version) {
    return new TableColumns(columns(contract, Contracts.load(contract, version)));
  }

  /** Only what says which event a row is of, and of when. */
  static TableColumns ofEvents() {
    return new TableColumns(
        List.of(
            new Column(Reconciler.ID_COLUMN, Kind.TEXT, List.of()),
            new Column(Reconciler.TIME_COLUMN, Kind.TIMESTAMP, List.of())));
  }

  List<String> names() {
    return columns.stream().map(Column::name).toList();
  }

  private static List<Column> columns(String contract, Schema record) {
    return record.getFields().stream().map(field -> column(contract, field)).toList();
  }

  private static Column column(String contract, Schema.Field field) {
    Schema type = nonNull(field.schema());
    if (type.getType() == Schema.Type.RECORD) {
      return new Column(field.name(), Kind.RECORD, columns(contract, type));
    }
    return new Column(field.name(), kind(contract, field, type), List.of());
  }

  private static Kind kind(String contract, Schema.Field field, Schema type) {
    return switch (type.getType()) {
      case STRING, ENUM -> Kind.TEXT;
      case INT -> Kind.SMALL_NUMBER;
      case LONG ->
          type.getLogicalType() instanceof LogicalTypes.TimestampMicros
              ? Kind.TIMESTAMP
              : Kind.NUMBER;
      default ->
          throw new IllegalArgumentException(
              "contract %s: field %s has type %s; the ledger hashes string, enum, int, long and records of these"
                  .formatted(contract, field.name(), type));
    };
  }

  private static Schema nonNull(Schema schema) {
    return schema.getType() != Schema.Type.UNION
        ? schema
        : schema.getTypes().stream()
            .filter(t -> t.getType() != Schema.Type.NULL)
            .findFirst()
            .orElseThrow();
  }
}
