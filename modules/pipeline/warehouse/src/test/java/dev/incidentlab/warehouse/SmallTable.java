package dev.incidentlab.warehouse;

import dev.incidentlab.delta.DataFile;
import dev.incidentlab.delta.DataFileWriter;
import dev.incidentlab.delta.DeltaTable;
import dev.incidentlab.delta.OffsetRange;
import dev.incidentlab.delta.SourcePartition;
import dev.incidentlab.delta.TableSchema;
import dev.incidentlab.delta.UpsertRequest;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/** A table of events with a key, a time, a nullable text and a number. */
final class SmallTable {
  static final Instant T0900 = Instant.parse("2026-03-03T09:00:00Z");
  private static final SourcePartition SOURCE = new SourcePartition("topic", 0);

  DeltaTable table;
  private long offset;
  private int replays;

  SmallTable(Path folder) {
    table = DeltaTable.create(folder, schema(fields()));
  }

  private static SchemaBuilder.FieldAssembler<Schema> fields() {
    return SchemaBuilder.record("Event")
        .fields()
        .requiredString("event_id")
        .name("event_ts")
        .type(LogicalTypes.timestampMicros().addToSchema(Schema.create(Schema.Type.LONG)))
        .noDefault();
  }

  private static TableSchema schema(SchemaBuilder.FieldAssembler<Schema> fields) {
    Schema value = fields.optionalString("placement").requiredLong("spend_micros").endRecord();
    return TableSchema.of("events", value, "event_id", "event_ts");
  }

  /** One commit that gives the table a nullable record, before the columns that it has. */
  SmallTable evolve() {
    table =
        table.evolve(
            schema(
                fields()
                    .name("attribution")
                    .type()
                    .optional()
                    .record("Attribution")
                    .fields()
                    .requiredString("model")
                    .requiredInt("window_days")
                    .endRecord()),
            Map.of());
    return this;
  }

  /** One commit that applies one row of an evolved table. */
  SmallTable replay(String id, String model, String placement, long spend) {
    GenericRecord row = row(id, placement, spend, 3);
    if (model != null) {
      Schema nullable = table.schema().rows().getField("attribution").schema();
      GenericRecord attribution = new GenericData.Record(nullable.getTypes().get(1));
      attribution.put("model", model);
      attribution.put("window_days", 7);
      row.put("attribution", attribution);
    }
    table.upsert(new UpsertRequest("replay-" + replays++, stage(row), UpsertRequest.Mode.UPSERT));
    return this;
  }

  /** One commit with one row. */
  SmallTable append(String id, String placement, long spend) {
    table.append(
        stage(id, placement, spend, 1), Map.of(SOURCE, new OffsetRange(offset, offset + 1)));
    offset++;
    return this;
  }

  /** One commit that applies one row again. */
  SmallTable replay(UpsertRequest.Mode mode, String id, String placement, long spend) {
    table.upsert(new UpsertRequest("replay-" + replays++, stage(id, placement, spend, 2), mode));
    return this;
  }

  private List<DataFile> stage(String id, String placement, long spend, int revision) {
    return stage(row(id, placement, spend, revision));
  }

  private GenericRecord row(String id, String placement, long spend, int revision) {
    GenericRecord row = new GenericData.Record(table.schema().rows());
    row.put("event_id", id);
    row.put("event_ts", T0900.toEpochMilli() * 1_000);
    row.put("placement", placement);
    row.put("spend_micros", spend);
    row.put(TableSchema.TOPIC_PARTITION, 0);
    row.put(TableSchema.OFFSET, offset);
    row.put(TableSchema.DECODER_REVISION, revision);
    return row;
  }

  private List<DataFile> stage(GenericRecord row) {
    DataFileWriter writer = table.newWriter("test");
    writer.write(row);
    return writer.finish();
  }
}
