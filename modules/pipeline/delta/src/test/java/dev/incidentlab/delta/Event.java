package dev.incidentlab.delta;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.hadoop.ParquetReader;

/**
 * A row of the tests' table, comparable as a whole. A null model stands for no attribution, an
 * empty one for an attribution whose fields are all null.
 */
record Event(
    String id,
    Instant time,
    String type,
    String model,
    String placement,
    long spend,
    double score,
    int partition,
    long offset,
    int revision) {

  static final Instant START = Instant.parse("2026-11-22T07:28:00.123456Z");

  static final Schema VALUE =
      SchemaBuilder.record("AdEvent")
          .namespace("lab.test")
          .fields()
          .requiredString("event_id")
          .name("event_ts")
          .type(LogicalTypes.timestampMicros().addToSchema(Schema.create(Schema.Type.LONG)))
          .noDefault()
          .name("event_type")
          .type()
          .enumeration("EventType")
          .symbols("UNKNOWN", "CLICK")
          .noDefault()
          .name("attribution")
          .type()
          .optional()
          .record("Attribution")
          .fields()
          .optionalString("model")
          .optionalInt("window_days")
          .endRecord()
          .optionalString("placement")
          .requiredLong("spend_micros")
          .requiredDouble("score")
          .requiredBoolean("billable")
          .endRecord();

  /** The same before its events had an attribution. */
  static final Schema EARLIER_VALUE = without(VALUE, "attribution");

  static final TableSchema EARLIER_TABLE =
      TableSchema.of("fact_ad_events", EARLIER_VALUE, "event_id", "event_ts");

  static final TableSchema TABLE = TableSchema.of("fact_ad_events", VALUE, "event_id", "event_ts");

  static Schema without(Schema record, String field) {
    return Schema.createRecord(
        record.getName(),
        null,
        record.getNamespace(),
        false,
        record.getFields().stream()
            .filter(f -> !f.name().equals(field))
            .map(f -> new Schema.Field(f, f.schema()))
            .toList());
  }

  /** Some of the offsets that events have, for a request that replaces. */
  static Replaced replaced(UpsertRequest.Mode mode) {
    return Replaced.by(mode, Map.of(0, new OffsetRange(0, 5)), Optional.empty());
  }

  /** An event whose values follow from its offset and revision. */
  static Event of(String id, long offset, int revision) {
    return new Event(
        id,
        START.plus(offset, ChronoUnit.SECONDS),
        "CLICK",
        offset % 3 == 0 ? "linear" : null,
        offset % 2 == 0 ? "feed_top" : null,
        1000 * offset + revision,
        offset / 4.0,
        0,
        offset,
        revision);
  }

  static Event of(String id, long offset) {
    return of(id, offset, 1);
  }

  Event withSpend(long value) {
    return new Event(id, time, type, model, placement, value, score, partition, offset, revision);
  }

  Event withRevision(int value) {
    return new Event(id, time, type, model, placement, spend, score, partition, offset, value);
  }

  Event withOffset(long value) {
    return new Event(id, time, type, model, placement, spend, score, partition, value, revision);
  }

  Event withTime(Instant value) {
    return new Event(id, value, type, model, placement, spend, score, partition, offset, revision);
  }

  Event inPartition(int value) {
    return new Event(id, time, type, model, placement, spend, score, value, offset, revision);
  }

  Event withModel(String value) {
    return new Event(id, time, type, value, placement, spend, score, partition, offset, revision);
  }

  LocalDate date() {
    return LocalDate.ofInstant(time, ZoneOffset.UTC);
  }

  /** Whether the values are equal, whatever offset and revision they come from. */
  boolean sameValues(Event other) {
    return withRevision(0)
        .withOffset(0)
        .inPartition(0)
        .equals(other.withRevision(0).withOffset(0).inPartition(0));
  }

  GenericRecord toRow(TableSchema schema) {
    GenericRecord row = new GenericData.Record(schema.rows());
    row.put("event_id", id);
    row.put("event_ts", ChronoUnit.MICROS.between(Instant.EPOCH, time));
    row.put("event_type", type);
    if (model != null) {
      Schema nested = DeltaTypes.nonNull(schema.rows().getField("attribution").schema());
      GenericRecord attribution = new GenericData.Record(nested);
      attribution.put("model", model.isEmpty() ? null : model);
      attribution.put("window_days", model.isEmpty() ? null : 7);
      row.put("attribution", attribution);
    }
    row.put("placement", placement);
    row.put("spend_micros", spend);
    row.put("score", score);
    row.put("billable", true);
    row.put(TableSchema.TOPIC_PARTITION, partition);
    row.put(TableSchema.OFFSET, offset);
    row.put(TableSchema.DECODER_REVISION, revision);
    return row;
  }

  static Event fromRow(GenericRecord row) {
    GenericRecord attribution = (GenericRecord) row.get("attribution");
    return new Event(
        row.get("event_id").toString(),
        Instant.EPOCH.plus((long) row.get("event_ts"), ChronoUnit.MICROS),
        row.get("event_type").toString(),
        attribution == null ? null : Objects.toString(attribution.get("model"), ""),
        row.get("placement") == null ? null : row.get("placement").toString(),
        (long) row.get("spend_micros"),
        (double) row.get("score"),
        (int) row.get(TableSchema.TOPIC_PARTITION),
        (long) row.get(TableSchema.OFFSET),
        (int) row.get(TableSchema.DECODER_REVISION));
  }

  /** Stages events as files, one per date. */
  static List<DataFile> stage(DeltaTable table, String prefix, List<Event> events) {
    try (DataFileWriter writer = table.newWriter(prefix)) {
      events.forEach(event -> writer.write(event.toRow(table.schema())));
      return writer.finish();
    }
  }

  static List<DataFile> stage(DeltaTable table, List<Event> events) {
    return stage(table, "test", events);
  }

  static List<Event> read(Path file) {
    List<Event> events = new ArrayList<>();
    try (ParquetReader<GenericRecord> reader = ParquetFiles.reader(file)) {
      for (GenericRecord row = reader.read(); row != null; row = reader.read()) {
        events.add(fromRow(row));
      }
    } catch (IOException e) {
      throw new AssertionError("a data file of the table cannot be read", e);
    }
    return events;
  }

  /** The rows as a reader of the table's own schema sees them. */
  static List<Event> readAs(TableSchema schema, DeltaTable table) {
    List<Event> events = new ArrayList<>();
    for (ActiveFile file : table.snapshot().files()) {
      try (ParquetReader<GenericRecord> reader = ParquetFiles.reader(file.path(), schema.rows())) {
        for (GenericRecord row = reader.read(); row != null; row = reader.read()) {
          events.add(fromRow(row));
        }
      } catch (IOException e) {
        throw new AssertionError("a data file of the table cannot be read", e);
      }
    }
    return events;
  }

  static List<Event> read(DeltaTable table) {
    return table.snapshot().files().stream().flatMap(f -> read(f.path()).stream()).toList();
  }
}
