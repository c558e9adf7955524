package dev.incidentlab.warehouse.lineage;

import dev.incidentlab.delta.TableSchema;
import dev.incidentlab.warehouse.Warehouse;
import dev.incidentlab.warehouse.lineage.Lineage.Surroundings;
import dev.incidentlab.warehouse.models.ProjectReader;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;

/** The platform's pipelines with the columns of their tables. */
final class Platform {
  static final Instant WALL = Instant.parse("2026-11-23T10:00:00Z");
  static final Instant STORY = Instant.parse("2026-03-03T09:30:00Z");
  static final TablePipeline ADS =
      new TablePipeline(
          "fact_ad_events", "ad-events", "ad-events.dead-letters", "ingest-fact_ad_events");
  static final TablePipeline BILLING =
      new TablePipeline(
          "fact_billing", "billing-events", "billing-events.dead-letters", "ingest-fact_billing");

  static final TableSchema ADS_SCHEMA =
      TableSchema.of(
          "fact_ad_events",
          fields("AdEvent")
              .requiredString("event_type")
              .requiredLong("customer_id")
              .requiredLong("campaign_id")
              .requiredString("country")
              .requiredString("device_type")
              .optionalString("placement")
              .requiredLong("spend_micros")
              .endRecord(),
          "event_id",
          "event_ts");
  static final TableSchema BILLING_SCHEMA =
      TableSchema.of(
          "fact_billing",
          fields("BillingEvent")
              .requiredLong("customer_id")
              .requiredLong("amount_micros")
              .endRecord(),
          "event_id",
          "event_ts");

  private Platform() {}

  private static SchemaBuilder.FieldAssembler<Schema> fields(String record) {
    return SchemaBuilder.record(record)
        .fields()
        .requiredString("event_id")
        .name("event_ts")
        .type(LogicalTypes.timestampMicros().addToSchema(Schema.create(Schema.Type.LONG)))
        .noDefault();
  }

  static DeclaredLineage declared() {
    try (Warehouse warehouse = new Warehouse(64)) {
      return DeclaredLineage.of(
          List.of(ADS, BILLING),
          ProjectReader.standard(),
          Map.of("fact_ad_events", ADS_SCHEMA, "fact_billing", BILLING_SCHEMA)::get,
          warehouse);
    }
  }

  /** One that writes to a file, and adds to {@code troubles}. */
  static Lineage lineage(Path file, Optional<URI> endpoint, List<String> troubles) {
    return new Lineage(
        file,
        endpoint,
        new Parent("pinned-schema", new UUID(0, 1)),
        Platform::declared,
        new Surroundings(
            dataset -> URI.create("file:///run/" + dataset.name()),
            InstantSource.fixed(WALL),
            () -> STORY),
        troubles::add);
  }

  static Lineage lineage(Path file) {
    return lineage(file, Optional.empty(), new CopyOnWriteArrayList<>());
  }
}
