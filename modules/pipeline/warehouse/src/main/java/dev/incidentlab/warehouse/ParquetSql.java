package dev.incidentlab.warehouse;

import dev.incidentlab.delta.ActiveFile;
import dev.incidentlab.delta.TableSchema;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;

/** A table's data files in DuckDB's words. */
final class ParquetSql {
  private ParquetSql() {}

  /**
   * The rows of some of a table's files, with the partition column; typed also if there is none.
   */
  static String rows(TableSchema schema, Collection<ActiveFile> files) {
    List<Schema.Field> fields = schema.rows().getFields();
    // Without a file DuckDB would not know the columns, and none of these files need have a column
    // that the table gained later.
    String typed =
        Stream.concat(
                fields.stream().map(ParquetSql::typedNull),
                Stream.of("null::date as " + TableSchema.PARTITION_COLUMN))
            .collect(Collectors.joining(", ", "select ", " where false"));
    if (files.isEmpty()) {
      return typed;
    }
    return Stream.concat(
            fields.stream().map(f -> quoted(f.name())), Stream.of(TableSchema.PARTITION_COLUMN))
        .collect(
            Collectors.joining(
                ", ",
                "select ",
                " from (from read_parquet(%s, union_by_name = true, hive_partitioning = true, hive_types = {'%s': date}) union all by name %s)"
                    .formatted(paths(files), TableSchema.PARTITION_COLUMN, typed)));
  }

  private static String typedNull(Schema.Field field) {
    return "null::%s as %s".formatted(type(field.schema()), quoted(field.name()));
  }

  /** A list of DuckDB's with the files' paths. */
  static String paths(Collection<ActiveFile> files) {
    return pathList(files.stream().map(ActiveFile::path).toList());
  }

  /** A list of DuckDB's with paths. */
  static String pathList(Collection<Path> files) {
    return files.stream()
        .map(file -> text(file.toString()))
        .collect(Collectors.joining(", ", "[", "]"));
  }

  static String text(String value) {
    return "'" + value.replace("'", "''") + "'";
  }

  static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  private static String type(Schema schema) {
    return switch (schema.getType()) {
      case INT -> "integer";
      case LONG -> schema.getLogicalType() == null ? "bigint" : "timestamptz";
      case DOUBLE -> "double";
      case BOOLEAN -> "boolean";
      case RECORD ->
          schema.getFields().stream()
              .map(f -> quoted(f.name()) + " " + type(f.schema()))
              .collect(Collectors.joining(", ", "struct(", ")"));
      case UNION ->
          type(
              schema.getTypes().stream()
                  .filter(t -> t.getType() != Schema.Type.NULL)
                  .findFirst()
                  .orElseThrow());
      default -> "varchar";
    };
  }
}
