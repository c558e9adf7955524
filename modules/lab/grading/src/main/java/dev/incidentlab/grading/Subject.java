package dev.incidentlab.grading;

import dev.incidentlab.schema.Contracts;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/**
 * One pipeline to judge: a topic, the table that its events belong into, and the topic of its dead
 * letters.
 *
 * @param contract name of the contract, see {@link Contracts}
 * @param readerVersion version of the contract that the table declares
 * @param columns what the ledger's row hash covers, in its order: the fields of version 1
 */
public record Subject(
    String topic,
    Path tableDirectory,
    String deadLetterTopic,
    String contract,
    int readerVersion,
    List<Column> columns) {
  /** The ledger hashes rows as a reader of this version sees them. */
  private static final int HASHED_VERSION = 1;

  /** How a column's value is fed to the row hash. */
  public enum Kind {
    TEXT,
    NUMBER,
    /** Microseconds since 1970, UTC. */
    TIMESTAMP
  }

  /**
   * A column.
   *
   * @param laterSymbols symbols of an enum that the declared reader knows and a reader of version 1
   *     does not; empty for all other columns
   * @param defaultSymbol what a reader of version 1 sees in their place; empty for other columns
   */
  public record Column(String name, Kind kind, Set<String> laterSymbols, String defaultSymbol) {
    public Column {
      laterSymbols = Set.copyOf(laterSymbols);
    }

    /** The text as a reader of version 1 sees it. */
    String inVersion1(String text) {
      return laterSymbols.contains(text) ? defaultSymbol : text;
    }
  }

  public Subject {
    Objects.requireNonNull(tableDirectory, "tableDirectory");
    Objects.requireNonNull(deadLetterTopic, "deadLetterTopic");
    columns = List.copyOf(columns);
    if (topic.isBlank() || columns.isEmpty()) {
      throw new IllegalArgumentException(
          "subject '%s' has %d columns; a subject needs a topic and at least one column"
              .formatted(topic, columns.size()));
    }
  }

  /**
   * The subject with the columns of its contract.
   *
   * @throws IllegalArgumentException if the contract has no such version, or a field of a type that
   *     the ledger does not hash
   */
  public static Subject of(
      String topic,
      Path tableDirectory,
      String deadLetterTopic,
      String contract,
      int readerVersion) {
    Schema declared = Contracts.load(contract, readerVersion);
    List<Column> columns =
        Contracts.load(contract, HASHED_VERSION).getFields().stream()
            .map(field -> column(contract, field, declared.getField(field.name())))
            .toList();
    return new Subject(topic, tableDirectory, deadLetterTopic, contract, readerVersion, columns);
  }

  /** The schema under which the ledger hashed its rows. */
  Schema hashedSchema() {
    return Contracts.load(contract, HASHED_VERSION);
  }

  /** The table's name: that of its folder. */
  String table() {
    return tableDirectory.getFileName().toString();
  }

  private static Column column(String contract, Schema.Field field, Schema.Field declared) {
    Schema type = nonNull(field.schema());
    return switch (type.getType()) {
      case STRING -> new Column(field.name(), Kind.TEXT, Set.of(), "");
      case ENUM -> enumColumn(field.name(), type, declared);
      case LONG ->
          new Column(
              field.name(),
              type.getLogicalType() instanceof LogicalTypes.TimestampMicros
                  ? Kind.TIMESTAMP
                  : Kind.NUMBER,
              Set.of(),
              "");
      default ->
          throw new IllegalArgumentException(
              "contract %s: field %s has type %s; the ledger hashes string, enum and long"
                  .formatted(contract, field.name(), type));
    };
  }

  private static Column enumColumn(String name, Schema type, Schema.Field declared) {
    Set<String> later = new TreeSet<>();
    if (declared != null) {
      later.addAll(nonNull(declared.schema()).getEnumSymbols());
      later.removeAll(type.getEnumSymbols());
    }
    return new Column(
        name, Kind.TEXT, later, type.getEnumDefault() == null ? "" : type.getEnumDefault());
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
