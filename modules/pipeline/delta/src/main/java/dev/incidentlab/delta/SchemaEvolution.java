package dev.incidentlab.delta;

import io.delta.standalone.Operation;
import io.delta.standalone.OptimisticTransaction;
import io.delta.standalone.actions.Metadata;
import io.delta.standalone.exceptions.DeltaConcurrentModificationException;
import io.delta.standalone.types.StructField;
import io.delta.standalone.types.StructType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.avro.Schema;

/**
 * Which schema may follow which, and the commit that makes it so. A schema may gain nullable
 * columns, anywhere; what it has stays, with its type, and in its order, so that a row has one
 * digest before and after.
 */
final class SchemaEvolution {

  /** Appends do not get in the way of this commit, only other changes of metadata do. */
  private static final int MAX_RETRIES = 20;

  private SchemaEvolution() {}

  /** Whether a table of the one schema is, or can have become, a table of the other. */
  static boolean leadsTo(TableSchema from, TableSchema to) {
    return from.equals(to) || obstacle(from, to).isEmpty();
  }

  static void run(DeltaTable table, TableSchema to, Map<String, String> properties) {
    for (int retries = 0; ; retries++) {
      OptimisticTransaction transaction = table.log().begin();
      TableSchema from = table.schema(transaction);
      requireDeclaredColumns(table, transaction);
      require(from, to);
      transaction.updateMetadata(evolved(transaction.metadata(), to, properties));
      try {
        table
            .log()
            .commit(transaction, List.of(), table.operation(Operation.Name.ADD_COLUMNS, Map.of()));
        return;
      } catch (DeltaConcurrentModificationException e) {
        if (retries == MAX_RETRIES) {
          throw new TableException(
              "table %s: %d attempts in a row to evolve it met another change of its metadata; nothing was changed; end the other writer and try again (%s)"
                  .formatted(from.tableName(), retries + 1, Append.firstLine(e)),
              e);
        }
      }
    }
  }

  /**
   * Refuses a table whose columns in the log are not those of its property: another writer has
   * changed the schema, and whoever copied rows by the property would lose that writer's columns.
   */
  static void requireDeclaredColumns(DeltaTable table, OptimisticTransaction transaction) {
    Map<String, ?> declared = types(DeltaTypes.tableType(table.schema(transaction)));
    Map<String, ?> found = types(transaction.metadata().getSchema());
    if (!declared.equals(found)) {
      throw new TableException(
          "table %s in %s: its log has columns %s, its property %s has %s: another writer has changed the schema; take that change back"
              .formatted(
                  table.schema().tableName(),
                  table.directory(),
                  found,
                  TableMetadata.ROWS_PROPERTY,
                  declared));
    }
  }

  private static Map<String, String> types(StructType type) {
    return Arrays.stream(type.getFields())
        .collect(Collectors.toMap(StructField::getName, f -> f.getDataType().toJson()));
  }

  private static Metadata evolved(
      Metadata metadata, TableSchema to, Map<String, String> properties) {
    Map<String, String> configuration = new HashMap<>(metadata.getConfiguration());
    configuration.putAll(properties);
    configuration.put(TableMetadata.ROWS_PROPERTY, to.rows().toString());
    return metadata
        .copyBuilder()
        .schema(DeltaTypes.tableType(to))
        .configuration(configuration)
        .build();
  }

  private static void require(TableSchema from, TableSchema to) {
    if (from.equals(to)) {
      throw new IllegalArgumentException(
          "table %s has these columns already; there is nothing to evolve"
              .formatted(from.tableName()));
    }
    obstacle(from, to)
        .ifPresent(
            obstacle -> {
              throw new IllegalArgumentException(
                  "table %s cannot be evolved: %s; a schema may only gain nullable columns, take one that does"
                      .formatted(from.tableName(), obstacle));
            });
  }

  private static Optional<String> obstacle(TableSchema from, TableSchema to) {
    if (!from.tableName().equals(to.tableName())
        || !from.keyColumn().equals(to.keyColumn())
        || !from.eventTimeColumn().equals(to.eventTimeColumn())) {
      return Optional.of(
          "name, key and event time would become %s, %s and %s"
              .formatted(to.tableName(), to.keyColumn(), to.eventTimeColumn()));
    }
    Map<String, Schema> before = columns(from);
    for (Map.Entry<String, Schema> column : before.entrySet()) {
      Schema.Field now = to.rows().getField(column.getKey());
      if (now == null) {
        return Optional.of("column '%s' would go".formatted(column.getKey()));
      }
      if (!now.schema().equals(column.getValue())) {
        return Optional.of(
            "column '%s' would be %s instead of %s"
                .formatted(column.getKey(), now.schema(), column.getValue()));
      }
    }
    Iterator<String> order = before.keySet().iterator();
    for (Schema.Field field : to.rows().getFields()) {
      if (!before.containsKey(field.name())) {
        if (!field.schema().isNullable()) {
          return Optional.of(
              "new column '%s' of type %s must be nullable, since rows that are there have no value for it"
                  .formatted(field.name(), field.schema()));
        }
      } else if (!order.next().equals(field.name())) {
        return Optional.of("column '%s' would change its place".formatted(field.name()));
      }
    }
    return Optional.empty();
  }

  private static Map<String, Schema> columns(TableSchema schema) {
    return schema.rows().getFields().stream()
        .collect(
            Collectors.toMap(
                Schema.Field::name, Schema.Field::schema, (a, b) -> a, LinkedHashMap::new));
  }
}
