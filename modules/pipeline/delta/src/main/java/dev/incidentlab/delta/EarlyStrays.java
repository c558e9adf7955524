package dev.incidentlab.delta;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.hadoop.ParquetReader;

/** Refuses to take rows out whose records may lie before the replaced offsets. */
final class EarlyStrays {

  private final DeltaTable table;
  private final UpsertRequest request;
  private final Map<String, Early> counted = new HashMap<>();

  /**
   * What was found in one file, which never changes.
   *
   * @param strays the rows of it that were looked at
   * @param rows of them, those from before
   * @param earliest of these, the earliest; {@link Long#MAX_VALUE} if there are none
   */
  private record Early(BitSet strays, long rows, long earliest) {}

  EarlyStrays(DeltaTable table, UpsertRequest request) {
    this.table = table;
    this.request = request;
  }

  /**
   * May be called again, after a conflict: only files that are new, or lose other rows, are read.
   *
   * @param schema the table's
   * @param decisions on all dates
   * @throws TableException if a row that would go is of an event from before {@link Replaced#since}
   */
  void refuse(TableSchema schema, Collection<MergeDecision> decisions) {
    if (request.replaced().since() == Long.MIN_VALUE) {
      return;
    }
    long rows = 0;
    long earliest = Long.MAX_VALUE;
    for (MergeDecision decision : decisions) {
      for (Map.Entry<String, BitSet> strays : decision.strays().entrySet()) {
        Early early = early(schema, strays.getKey(), strays.getValue());
        rows += early.rows();
        earliest = Math.min(earliest, early.earliest());
      }
    }
    if (rows > 0) {
      throw new TableException(
          ("upsert %s to %s: %d rows that are to go are of events from before %s, the first at %s, so"
                  + " their records may lie before what is read again; nothing was changed; begin"
                  + " before that first one, or at the topic's beginning")
              .formatted(
                  request.replayId(),
                  table.schema().tableName(),
                  rows,
                  instant(request.replaced().since()),
                  instant(earliest)));
    }
  }

  private Early early(TableSchema schema, String path, BitSet strays) {
    Early known = counted.get(path);
    if (known == null || !known.strays().equals(strays)) {
      known = read(schema, path, strays);
      counted.put(path, known);
    }
    return known;
  }

  private Early read(TableSchema schema, String path, BitSet strays) {
    Path file = table.files().committed(path);
    long rows = 0;
    long earliest = Long.MAX_VALUE;
    try (ParquetReader<GenericRecord> reader = ParquetFiles.columns(file, eventTimeOf(schema))) {
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
    return new Early(strays, rows, earliest);
  }

  private static Schema eventTimeOf(TableSchema schema) {
    Schema rows = schema.rows();
    Schema.Field column = rows.getField(schema.eventTimeColumn());
    return Schema.createRecord(
        rows.getName(),
        null,
        rows.getNamespace(),
        false,
        List.of(new Schema.Field(column.name(), column.schema())));
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
