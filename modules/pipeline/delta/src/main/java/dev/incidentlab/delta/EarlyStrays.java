package dev.incidentlab.delta;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.hadoop.ParquetReader;

/** Refuses to take rows out whose records may lie before the replaced offsets. */
final class EarlyStrays {

  private final DeltaTable table;
  private final UpsertRequest request;
  private final Schema eventTime;
  private long rows;
  private long earliest = Long.MAX_VALUE;

  private EarlyStrays(DeltaTable table, UpsertRequest request, TableSchema schema) {
    this.table = table;
    this.request = request;
    Schema.Field column = schema.rows().getField(schema.eventTimeColumn());
    this.eventTime =
        Schema.createRecord(
            schema.rows().getName(),
            null,
            schema.rows().getNamespace(),
            false,
            List.of(new Schema.Field(column.name(), column.schema())));
  }

  /**
   * @param decisions on all dates
   * @throws TableException if a row that would go is of an event from before {@link Replaced#since}
   */
  static void refuse(
      DeltaTable table,
      UpsertRequest request,
      TableSchema schema,
      Collection<MergeDecision> decisions) {
    if (request.replaced().since() == Long.MIN_VALUE) {
      return;
    }
    EarlyStrays early = new EarlyStrays(table, request, schema);
    for (MergeDecision decision : decisions) {
      decision.strays().forEach(early::count);
    }
    if (early.rows > 0) {
      throw new TableException(
          ("upsert %s to %s: %d rows that are to go are of events from before %s, the first at %s, so"
                  + " their records may lie before what is read again; nothing was changed; begin"
                  + " before that first one, or at the topic's beginning")
              .formatted(
                  request.replayId(),
                  table.schema().tableName(),
                  early.rows,
                  instant(request.replaced().since()),
                  instant(early.earliest)));
    }
  }

  private void count(String path, BitSet strays) {
    Path file = table.files().committed(path);
    try (ParquetReader<GenericRecord> reader = ParquetFiles.columns(file, eventTime)) {
      for (int row = 0; row < strays.length(); row++) {
        long time = (long) reader.read().get(0);
        if (strays.get(row) && time < request.replaced().since()) {
          rows++;
          earliest = Math.min(earliest, time);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the event times of " + file, e);
    }
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
