package dev.incidentlab.warehouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incidentlab.delta.DataFileWriter;
import dev.incidentlab.delta.DeltaTable;
import dev.incidentlab.delta.OffsetRange;
import dev.incidentlab.delta.SourcePartition;
import dev.incidentlab.delta.TableSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarehouseTest {
  private static final Instant T0900 = Instant.parse("2026-03-03T09:00:00Z");
  private static final SourcePartition SOURCE = new SourcePartition("topic", 0);

  @TempDir Path folder;
  private final Warehouse warehouse = new Warehouse(128);
  private DeltaTable table;
  private long offset;

  @BeforeEach
  void makeTable() {
    Schema value =
        SchemaBuilder.record("AdEvent")
            .fields()
            .requiredString("event_id")
            .name("event_ts")
            .type(LogicalTypes.timestampMicros().addToSchema(Schema.create(Schema.Type.LONG)))
            .noDefault()
            .requiredString("event_type")
            .optionalString("placement")
            .requiredLong("spend_micros")
            .endRecord();
    table =
        DeltaTable.create(
            folder.resolve("fact_ad_events"),
            TableSchema.of("fact_ad_events", value, "event_id", "event_ts"));
  }

  @AfterEach
  void close() {
    warehouse.close();
  }

  @Test
  void anEmptyTableHasNoNewestEvent() {
    assertThat(warehouse.freshness(table).newestEvent()).isEmpty();
    assertThat(warehouse.nullRatio(table, "placement", T0900, Duration.ofHours(1)).rows()).isZero();
  }

  @Test
  void freshnessIsTheAgeOfTheNewestEventAndNeverNegative() {
    append(T0900.minusSeconds(90), "IMPRESSION", "feed", 5);
    append(T0900, "CLICK", "feed", 5);

    Freshness freshness = warehouse.freshness(table);

    assertThat(freshness.newestEvent()).contains(T0900);
    assertThat(freshness.eventAge(T0900.plusSeconds(61))).contains(Duration.ofSeconds(61));
    assertThat(freshness.eventAge(T0900.minusSeconds(1))).contains(Duration.ZERO);
  }

  @Test
  void freshnessIsReadFromTheRowsWhereAFileHasNoStatistics() throws IOException {
    append(T0900, "CLICK", "feed", 5);
    Path file = table.snapshot().files().get(0).path();
    String addedAgain =
        """
        {"add":{"path":"%s","partitionValues":{"event_date":"2026-03-03"},"size":%d,\
        "modificationTime":0,"dataChange":false}}
        """
            .formatted(table.directory().relativize(file), Files.size(file));
    Files.writeString(
        table.directory().resolve("_delta_log/00000000000000000002.json"), addedAgain);

    assertThat(table.snapshot().version()).isEqualTo(2);
    assertThat(warehouse.freshness(table).newestEvent()).contains(T0900);
  }

  @Test
  void nullRatioCountsTheWindowOnly() {
    append(T0900.minus(Duration.ofMinutes(61)), "CLICK", null, 5);
    append(T0900.minus(Duration.ofMinutes(59)), "CLICK", null, 5);
    append(T0900.minus(Duration.ofMinutes(1)), "CLICK", "feed", 5);
    append(T0900, "CLICK", null, 5);

    NullRatio ratio = warehouse.nullRatio(table, "placement", T0900, Duration.ofHours(1));

    assertThat(ratio.rows()).isEqualTo(2);
    assertThat(ratio.ratio()).isEqualTo(0.5);
  }

  @Test
  void nullRatioTakesTogetherWhatStatisticsTellAndWhatIsRead() {
    Instant within = T0900.minus(Duration.ofMinutes(30));
    append(within, "CLICK", null, 5);
    append(within, "CLICK", "feed", 5);
    appendFile(
        row(T0900.minus(Duration.ofMinutes(61)), null),
        row(within, null),
        row(within, "feed"),
        row(T0900, null));

    NullRatio ratio = warehouse.nullRatio(table, "placement", T0900, Duration.ofHours(1));

    assertThat(ratio).isEqualTo(new NullRatio("placement", 4, 2));
  }

  @Test
  void duplicatesAreRowsBeyondOneOfEachKeyInTheWindow() {
    assertThat(warehouse.duplicates(table, T0900, Duration.ofHours(4))).isZero();
    GenericRecord outside = row(T0900.minus(Duration.ofHours(5)), "feed");
    GenericRecord twice = row(T0900.minus(Duration.ofHours(3)), "feed");
    GenericRecord thrice = row(T0900.minus(Duration.ofMinutes(1)), null);
    appendFile(outside, twice, thrice, row(T0900.minusSeconds(1), "feed"));
    appendFile(again(outside), again(twice), again(thrice));
    appendFile(again(thrice), row(T0900, "feed"));

    assertThat(warehouse.duplicates(table, T0900, Duration.ofHours(4))).isEqualTo(3);
    assertThat(warehouse.duplicates(table, T0900, Duration.ofMinutes(5))).isEqualTo(2);
  }

  @Test
  void spendOfEventsHasOneRowOfEachId() {
    Instant from = T0900.minus(Duration.ofHours(1));
    assertThat(warehouse.spendOfEvents(table, from, T0900)).isZero();
    GenericRecord twice = row(from, "feed");
    appendFile(twice, row(T0900.minusSeconds(1), "feed"), row(T0900, "feed"));
    double once = warehouse.spendOfEvents(table, from, T0900);
    assertThat(once).isEqualTo(2 * (long) twice.get("spend_micros") / 1e6).isPositive();

    appendFile(again(twice));

    assertThat(warehouse.spendOfEvents(table, from, T0900)).isEqualTo(once);
  }

  @Test
  void countsRowsByTheOffsetsTheyCameFrom() {
    append(T0900, "IMPRESSION", null, 1);
    append(T0900, "IMPRESSION", null, 1);
    append(T0900, "IMPRESSION", null, 1);

    assertThat(warehouse.rowsFrom(table, 0, 1, 3)).isEqualTo(2);
    assertThat(warehouse.rowsFrom(table, 1, 0, 3)).isZero();
  }

  private void append(Instant at, String type, String placement, long spendMicros) {
    appendFile(row(at, type, placement, spendMicros));
  }

  /** Another row of the same event, from a later offset. */
  private GenericRecord again(GenericRecord row) {
    Instant at = Instant.ofEpochMilli((long) row.get("event_ts") / 1_000);
    GenericRecord copy = row(at, (String) row.get("placement"));
    copy.put("event_id", row.get("event_id"));
    return copy;
  }

  private GenericRecord row(Instant at, String placement) {
    return row(at, "CLICK", placement, 5);
  }

  private GenericRecord row(Instant at, String type, String placement, long spendMicros) {
    GenericRecord row = new GenericData.Record(table.schema().rows());
    row.put("event_id", UUID.randomUUID().toString());
    row.put("event_ts", at.toEpochMilli() * 1_000);
    row.put("event_type", type);
    row.put("placement", placement);
    row.put("spend_micros", spendMicros);
    row.put(TableSchema.TOPIC_PARTITION, 0);
    row.put(TableSchema.OFFSET, offset);
    row.put(TableSchema.DECODER_REVISION, 1);
    offset++;
    return row;
  }

  /** One file of rows that were just made. */
  private void appendFile(GenericRecord... rows) {
    DataFileWriter writer = table.newWriter("test");
    List.of(rows).forEach(writer::write);
    table.append(writer.finish(), Map.of(SOURCE, new OffsetRange(offset - rows.length, offset)));
  }
}
