package dev.incidentlab.schema;

import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;

/** Ad events for tests, written under v1 or v2. */
final class AdEventSamples {
  static final Schema V1 = Contracts.load(Contracts.AD_EVENT, 1);
  static final Schema V2 = Contracts.load(Contracts.AD_EVENT, 2);
  static final int V1_ID = 1;
  static final int V2_ID = 2;
  static final long SPEND = 1_234_567L;

  private AdEventSamples() {}

  static GenericRecord v1(String placement) {
    return common(V1, "CLICK", placement).build();
  }

  static GenericRecord v2(String type, GenericRecord attribution, String placement) {
    return common(V2, type, placement).set("attribution", attribution).build();
  }

  static GenericRecord attribution(String model, int windowDays) {
    Schema schema = V2.getField("attribution").schema().getTypes().get(1);
    return new GenericRecordBuilder(schema)
        .set("model", model)
        .set("window_days", windowDays)
        .build();
  }

  private static GenericRecordBuilder common(Schema schema, String type, String placement) {
    return new GenericRecordBuilder(schema)
        .set("event_id", "01936b1c-0000-7000-8000-000000000001")
        .set("event_ts", 1_767_000_000_000_000L)
        .set("event_type", new GenericData.EnumSymbol(schema.getField("event_type").schema(), type))
        .set("customer_id", 42L)
        .set("campaign_id", 7L)
        .set("country", "DE")
        .set("device_type", "mobile")
        .set("placement", placement)
        .set("spend_micros", SPEND);
  }
}
