package dev.incidentlab.delta;

import io.delta.standalone.Operation;
import io.delta.standalone.OptimisticTransaction;
import io.delta.standalone.actions.Metadata;
import io.delta.standalone.exceptions.DeltaConcurrentModificationException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;

/** What the log says of a table as a whole: a {@link TableSchema}, in properties of the table. */
final class TableMetadata {

  static final String ROWS_PROPERTY = "lab.rows.avro";
  private static final String LOG_CLEANUP_PROPERTY = "delta.enableExpiredLogCleanup";
  private static final String KEY_PROPERTY = "lab.key";
  private static final String EVENT_TIME_PROPERTY = "lab.event-time";

  private TableMetadata() {}

  /**
   * Makes a table, in the first commit of its log.
   *
   * @param properties more properties of the table
   * @return false if there is a table already, or another writer made one meanwhile
   */
  static boolean tryCreate(TableLog log, TableSchema schema, Map<String, String> properties) {
    OptimisticTransaction transaction = log.begin();
    if (transaction.readVersion() >= 0) {
      return false;
    }
    Map<String, String> configuration = new HashMap<>(properties);
    // A run's history, its time travel and its grader go back to its first version.
    configuration.put(LOG_CLEANUP_PROPERTY, "false");
    configuration.put(ROWS_PROPERTY, schema.rows().toString());
    configuration.put(KEY_PROPERTY, schema.keyColumn());
    configuration.put(EVENT_TIME_PROPERTY, schema.eventTimeColumn());
    Metadata metadata =
        Metadata.builder()
            .name(schema.tableName())
            .schema(DeltaTypes.tableType(schema))
            .partitionColumns(List.of(TableSchema.PARTITION_COLUMN))
            .createdTime(System.currentTimeMillis())
            .configuration(configuration)
            .build();
    try {
      log.commit(transaction, List.of(metadata), new Operation(Operation.Name.CREATE_TABLE));
      return true;
    } catch (DeltaConcurrentModificationException e) {
      return false;
    }
  }

  /**
   * What rows are.
   *
   * @param directory for the message
   * @throws TableException if {@link #tryCreate} did not make the table
   */
  static TableSchema schemaOf(Path directory, Metadata metadata) {
    Map<String, String> properties = metadata.getConfiguration();
    String rows = properties.get(ROWS_PROPERTY);
    if (rows == null) {
      throw new TableException(
          "the table in %s (%s, id %s) has no property %s: it was not made by this lab; take another folder"
              .formatted(directory, metadata.getName(), metadata.getId(), ROWS_PROPERTY));
    }
    return new TableSchema(
        metadata.getName(),
        new Schema.Parser().parse(rows),
        properties.get(KEY_PROPERTY),
        properties.get(EVENT_TIME_PROPERTY));
  }
}
