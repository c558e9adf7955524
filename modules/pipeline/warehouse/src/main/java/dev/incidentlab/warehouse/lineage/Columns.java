package dev.incidentlab.warehouse.lineage;

import dev.incidentlab.delta.TableSchema;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;

/** Columns of a dataset, with their types as far as they are known. */
public final class Columns {
  private static final String METADATA = "_";

  private Columns() {}

  /**
   * One column.
   *
   * @param type in Avro's words; null if it is not known
   */
  public record Column(String name, String type) {}

  /** Fields of records. */
  public static List<Column> of(Schema records) {
    return records.getFields().stream()
        .map(field -> new Column(field.name(), type(field.schema())))
        .toList();
  }

  /** Columns of a table, its partition column with them. */
  public static List<Column> of(TableSchema table) {
    List<Column> columns = new ArrayList<>(of(table.rows()));
    columns.add(new Column(TableSchema.PARTITION_COLUMN, "date"));
    return columns;
  }

  /** The names. */
  static List<String> names(List<Column> columns) {
    return columns.stream().map(Column::name).toList();
  }

  /**
   * What a table's columns are made of: each of the field of its name, the partition column of the
   * event time; where a record was read from and by which decoder is no field of it.
   */
  static ColumnLineage lineage(TableSchema table, Dataset source) {
    return ColumnLineage.same(
        names(of(table)),
        List.of(source),
        column ->
            column.equals(TableSchema.PARTITION_COLUMN)
                ? table.eventTimeColumn()
                : column.startsWith(METADATA) ? null : column);
  }

  /** Columns of a table that are fields of its topic's records. */
  static List<String> fields(TableSchema table) {
    return names(of(table.rows())).stream().filter(name -> !name.startsWith(METADATA)).toList();
  }

  private static String type(Schema schema) {
    if (schema.isUnion()) {
      return schema.getTypes().stream()
          .filter(one -> one.getType() != Schema.Type.NULL)
          .map(Columns::type)
          .findFirst()
          .orElse("null");
    }
    return schema.getLogicalType() == null
        ? schema.getType().getName()
        : schema.getLogicalType().getName();
  }
}
