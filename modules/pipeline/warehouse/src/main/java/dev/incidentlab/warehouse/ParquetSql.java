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
    if (files.isEmpty()) {
      // Without a file DuckDB would not know the columns.
      return Stream.concat(
              fields.stream()
                  .map(f -> "null::%s as %s".formatted(type(f.schema()), quoted(f.name()))),
              Stream.of("null::date as " + TableSchema.PARTITION_COLUMN))
          .collect(Collectors.joining(", ", "select ", " where false"));
    }
    return Stream.concat(
            fields.stream().map(f -> quoted(f.name())), Stream.of(TableSchema.PARTITION_COLUMN))
        .collect(
            Collectors.joining(
                ", ",
                "select ",
                " from read_parquet(%s, union_by_name = true, hive_partitioning = true, hive_types = {'%s': date})"
                    .formatted(paths(files), TableSchema.PARTITION_COLUMN)));
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
