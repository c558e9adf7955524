package dev.incidentlab.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incidentlab.delta.OffsetRange;
import dev.incidentlab.delta.SourcePartition;
import dev.incidentlab.schema.Contracts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A redrive whose letters can never be resolved: nothing listens where Kafka should be. */
class RedriveWriterTest {
  private static final String TOPIC_ID = "topic-id";
  private static final long POSITION = 10;

  @TempDir Path folder;
  private JobOptions options;

  @BeforeEach
  void ingestHasPassedTenRecords() throws IOException {
    options =
        new JobOptions(
            "127.0.0.1:1",
            "",
            "ad-events",
            Contracts.AD_EVENT,
            1,
            folder.toString(),
            "fact_ad_events",
            "ad-events.dead-letters",
            "feature-flags",
            1,
            "",
            Files.writeString(folder.resolve("client.properties"), "max.block.ms=50").toString());
    options
        .table()
        .append(List.of(), Map.of(new SourcePartition(TOPIC_ID, 0), new OffsetRange(0, POSITION)));
  }

  @Test
  void rowsThatCameInWithoutTheirResolutionsComeInOnce() {
    for (String id : List.of("redrive-1", "redrive-2")) {
      assertThatThrownBy(() -> redrive(id, 4))
          .hasMessageContaining(
              "the rows of " + id + " are in the table, but its letters could not")
          .hasMessageContaining("redrive them again");
      assertThat(options.table().snapshot().rows()).isEqualTo(1);
    }
  }

  @Test
  void whatIngestHasNotPassedIsLeftToIt() {
    assertThatThrownBy(() -> redrive("redrive-1", POSITION))
        .hasMessageContaining("ends at offset 11, beyond ingest's committed position 10");
    assertThat(options.table().snapshot().rows()).isZero();
  }

  private void redrive(String id, long offset) throws Exception {
    GenericRecord row = new RowMapper(options.tableSchema()).row(event(), 0, offset, 2);
    try (RedriveWriter writer = new RedriveWriter(options, TOPIC_ID, id, "ada")) {
      writer.write(new SourceRow(0, offset, row), null);
      writer.flush(true);
    }
  }

  private static GenericRecord event() {
    Schema schema = Contracts.load(Contracts.AD_EVENT, 1);
    return new GenericRecordBuilder(schema)
        .set("event_id", "e1")
        .set("event_ts", 1_767_000_000_000_000L)
        .set(
            "event_type",
            new GenericData.EnumSymbol(schema.getField("event_type").schema(), "CLICK"))
        .set("customer_id", 2L)
        .set("campaign_id", 3L)
        .set("country", "DE")
        .set("device_type", "mobile")
        .set("placement", null)
        .set("spend_micros", 5L)
        .build();
  }
}
