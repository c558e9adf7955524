package dev.incidentlab.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incidentlab.delta.TableSchema;
import dev.incidentlab.schema.Contracts;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.util.Utf8;
import org.junit.jupiter.api.Test;

class RowMapperTest {
  private static final Schema V1 = Contracts.load(Contracts.AD_EVENT, 1);
  private static final Schema V2 = Contracts.load(Contracts.AD_EVENT, 2);

  @Test
  void keepsValuesTurnsEnumsIntoTextAndAddsThePosition() throws Exception {
    GenericRecord row = mapper(V1).row(event(V1), 3, 77, 2);

    assertThat(row.get("event_type")).isEqualTo(new Utf8("CLICK"));
    assertThat(row.get("spend_micros")).isEqualTo(5L);
    assertThat(row.get(TableSchema.TOPIC_PARTITION)).isEqualTo(3);
    assertThat(row.get(TableSchema.OFFSET)).isEqualTo(77L);
    assertThat(row.get(TableSchema.DECODER_REVISION)).isEqualTo(2);
  }

  @Test
  void columnsThatTheValueLacksAreNull() throws Exception {
    GenericRecord row = mapper(V2).row(event(V1), 0, 0, 2);

    assertThat(row.get("attribution")).isNull();
    assertThat(row.get("spend_micros")).isEqualTo(5L);
  }

  private static RowMapper mapper(Schema table) {
    return new RowMapper(TableSchema.of("fact_ad_events", table, "event_id", "event_ts"));
  }

  private static GenericRecord event(Schema schema) {
    return new GenericRecordBuilder(schema)
        .set("event_id", "e1")
        .set("event_ts", 1L)
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
