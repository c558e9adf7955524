package dev.incidentlab.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incidentlab.delta.DeltaTable;
import dev.incidentlab.producer.ledger.CanonicalRow;
import dev.incidentlab.producer.ledger.LedgerDirectory;
import dev.incidentlab.producer.ledger.LedgerKind;
import dev.incidentlab.producer.ledger.LedgerReader;
import dev.incidentlab.producer.ledger.LedgerRecord;
import dev.incidentlab.warehouse.TableVersion;
import dev.incidentlab.warehouse.Warehouse;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Ad events as DuckDB reads the table's active files, row by row against the ledger. The grader
 * reads by Delta Kernel; of the two readers neither can cover for the other.
 */
final class SqlReading {
  private static final int MEGABYTES = 256;

  /** The columns of the contract's first version, which {@link CanonicalRow#adEvent} hashes. */
  private static final String ROWS =
      "select _topic_partition, _offset, event_id, epoch_us(event_ts) as event_micros, event_type,"
          + " customer_id, campaign_id, country, device_type, placement, spend_micros"
          + " from %s order by _topic_partition, _offset";

  private SqlReading() {}

  /**
   * Fails unless the table has each published event once, as it was published, and nothing else.
   */
  static void requireEachEventOnce(Path ledger, String topic, DeltaTable table)
      throws IOException, SQLException {
    TableVersion newest = TableVersion.newest(table);
    try (LedgerDirectory published = LedgerDirectory.open(ledger);
        Warehouse duckdb = new Warehouse(MEGABYTES);
        Connection connection = duckdb.open(List.of(newest.relation()));
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(ROWS.formatted(table.schema().tableName()))) {
      long compared = 0;
      for (int partition : published.partitions(topic)) {
        compared += require(published.ledger(topic, partition), partition, rows);
      }
      assertThat(rows.next()).as("a row that nobody published").isFalse();
      assertThat(compared).as("rows compared").isPositive();
    }
  }

  private static long require(LedgerReader published, int partition, ResultSet rows)
      throws IOException, SQLException {
    long compared = 0;
    long end = published.nextOffset();
    for (long offset = 0; offset < end; ) {
      List<LedgerRecord> records = published.from(offset, 10_000);
      for (LedgerRecord event : records) {
        if (event.kind() == LedgerKind.EVENT) {
          String place = "partition %d, offset %d".formatted(partition, event.offset());
          assertThat(rows.next()).as("a row for %s", place).isTrue();
          assertThat("partition %d, offset %d".formatted(rows.getInt(1), rows.getLong(2)))
              .as("the place of the row that DuckDB reads next")
              .isEqualTo(place);
          assertThat(hash(rows)).as("values of %s", place).isEqualTo(event.rowHash());
          compared++;
        }
        offset = event.offset() + 1;
      }
      assertThat(records).as("ledger from offset %d", offset).isNotEmpty();
    }
    return compared;
  }

  private static long hash(ResultSet row) throws SQLException {
    return CanonicalRow.adEvent(
        row.getString("event_id"),
        row.getLong("event_micros"),
        row.getString("event_type"),
        row.getLong("customer_id"),
        row.getLong("campaign_id"),
        row.getString("country"),
        row.getString("device_type"),
        row.getString("placement"),
        row.getLong("spend_micros"));
  }
}
