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

  final DeltaTable table;
  private long offset;
  private int replays;

  SmallTable(Path folder) {
    Schema value =
        SchemaBuilder.record("Event")
            .fields()
            .requiredString("event_id")
            .name("event_ts")
            .type(LogicalTypes.timestampMicros().addToSchema(Schema.create(Schema.Type.LONG)))
            .noDefault()
            .optionalString("placement")
            .requiredLong("spend_micros")
            .endRecord();
    table = DeltaTable.create(folder, TableSchema.of("events", value, "event_id", "event_ts"));
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
    GenericRecord row = new GenericData.Record(table.schema().rows());
    row.put("event_id", id);
    row.put("event_ts", T0900.toEpochMilli() * 1_000);
    row.put("placement", placement);
    row.put("spend_micros", spend);
    row.put(TableSchema.TOPIC_PARTITION, 0);
    row.put(TableSchema.OFFSET, offset);
    row.put(TableSchema.DECODER_REVISION, revision);
    DataFileWriter writer = table.newWriter("test");
    writer.write(row);
    return writer.finish();
  }
}
