package dev.incidentlab.grading;

import dev.incidentlab.grading.TableColumns.Column;
import dev.incidentlab.grading.TableReader.Version;
import dev.incidentlab.schema.Contracts;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.StructField;
import io.delta.kernel.types.StructType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * By which version of its contract a table declares to be read, as its own log says: rows are what
 * a correct reader of that version makes of the events. A declaration counts only if the contract
 * has the version and the table has exactly its columns; else rows are compared as version 1 has
 * them, and what does not fit is a failure of its own.
 *
 * @param version from 1 on
 * @param columns what is compared
 * @param misfit what is wrong with the declaration, after the table's name; empty if nothing is
 */
record Declaration(int version, TableColumns columns, Optional<String> misfit) {
  private static final int FIRST_VERSION = 1;

  /** Columns that every table has beside those of its contract, with their types. */
  private static final Map<String, String> METADATA =
      Map.of(
          RowBatch.TOPIC_PARTITION,
          "integer",
          RowBatch.OFFSET,
          "long",
          "_decoder_revision",
          "integer",
          "event_date",
          "date");

  /** What a table declares; where there is none, nothing is there that could be read wrongly. */
  static Declaration of(Subject subject, Optional<Version> table) {
    if (table.isEmpty()) {
      return first(subject, Optional.empty());
    }
    String declared = table.get().properties().get(Contracts.READER_VERSION_PROPERTY);
    if (declared == null) {
      return first(
          subject,
          Optional.of(
              "declares no version of %s to be read by (table property %s)"
                  .formatted(subject.contract(), Contracts.READER_VERSION_PROPERTY)));
    }
    int newest = Contracts.newest(subject.contract());
    if (!declared.matches("[1-9]\\d{0,3}") || Integer.parseInt(declared) > newest) {
      return first(
          subject,
          Optional.of(
              "declares version '%s' of %s, which has versions 1 to %d"
                  .formatted(declared, subject.contract(), newest)));
    }
    int version = Integer.parseInt(declared);
    TableColumns columns = TableColumns.of(subject.contract(), version);
    Map<String, String> expected = types(columns.columns());
    expected.putAll(METADATA);
    Map<String, String> found = types(table.get().snapshot().getSchema());
    return expected.equals(found)
        ? new Declaration(version, columns, Optional.empty())
        : first(
            subject,
            Optional.of(
                "declares version %d of %s, but %s"
                    .formatted(version, subject.contract(), difference(expected, found))));
  }

  private static Declaration first(Subject subject, Optional<String> misfit) {
    return new Declaration(
        FIRST_VERSION, TableColumns.of(subject.contract(), FIRST_VERSION), misfit);
  }

  private static String difference(Map<String, String> expected, Map<String, String> found) {
    String lacks = without(expected, found);
    String has = without(found, expected);
    return Stream.of(lacks.isEmpty() ? "" : "lacks " + lacks, has.isEmpty() ? "" : "has " + has)
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining(" and "));
  }

  private static String without(Map<String, String> columns, Map<String, String> others) {
    return columns.entrySet().stream()
        .filter(column -> !column.getValue().equals(others.get(column.getKey())))
        .map(column -> "column %s of type %s".formatted(column.getKey(), column.getValue()))
        .collect(Collectors.joining(", "));
  }

  private static Map<String, String> types(List<Column> columns) {
    Map<String, String> types = new TreeMap<>();
    columns.forEach(column -> types.put(column.name(), type(column)));
    return types;
  }

  private static Map<String, String> types(StructType table) {
    Map<String, String> types = new TreeMap<>();
    table.fields().forEach(field -> types.put(field.getName(), type(field.getDataType())));
    return types;
  }

  private static String type(Column column) {
    return switch (column.kind()) {
      case TEXT -> "string";
      case NUMBER -> "long";
      case SMALL_NUMBER -> "integer";
      case TIMESTAMP -> "timestamp";
      case RECORD ->
          column.fields().stream()
              .map(field -> field.name() + " " + type(field))
              .collect(Collectors.joining(", ", "struct(", ")"));
    };
  }

  /** Whether a column may be null does not matter: what is in it does. */
  private static String type(DataType type) {
    return type instanceof StructType struct
        ? struct.fields().stream()
            .map(Declaration::field)
            .collect(Collectors.joining(", ", "struct(", ")"))
        : type.toString();
  }

  private static String field(StructField field) {
    return field.getName() + " " + type(field.getDataType());
  }
}
