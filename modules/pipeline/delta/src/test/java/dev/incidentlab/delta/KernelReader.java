package dev.incidentlab.delta;

import io.delta.kernel.Scan;
import io.delta.kernel.Snapshot;
import io.delta.kernel.Table;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.engine.FileReadResult;
import io.delta.kernel.expressions.Predicate;
import io.delta.kernel.internal.InternalScanFileUtils;
import io.delta.kernel.internal.data.ScanStateRow;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;

/** Reads the tests' table by Delta Kernel, which shares no code with what wrote it. */
final class KernelReader {

  private final Engine engine = DefaultEngine.create(new Configuration());
  private final Table table;

  /** Rows by file: a path names the same rows for ever. */
  private final Map<String, List<Row>> read = new ConcurrentHashMap<>();

  KernelReader(Path folder) {
    table = Table.forPath(engine, folder.toString());
  }

  long latest() {
    return table.getLatestSnapshot(engine).getVersion();
  }

  Optional<Long> position(SourcePartition source) {
    return table.getLatestSnapshot(engine).getLatestTransactionVersion(engine, source.appId());
  }

  Optional<Long> position(long version, SourcePartition source) {
    return table
        .getSnapshotAsOfVersion(engine, version)
        .getLatestTransactionVersion(engine, source.appId());
  }

  List<Row> rows(Optional<Predicate> filter) {
    return rows(table.getLatestSnapshot(engine), filter);
  }

  /** The events of a version, in no order. */
  List<Event> events(long version) {
    return rows(table.getSnapshotAsOfVersion(engine, version), Optional.empty()).stream()
        .map(KernelReader::event)
        .toList();
  }

  private List<Row> rows(Snapshot snapshot, Optional<Predicate> filter) {
    var builder = snapshot.getScanBuilder();
    Scan scan = filter.map(builder::withFilter).orElse(builder).build();
    Row state = scan.getScanState(engine);
    StructType physical = ScanStateRow.getPhysicalDataReadSchema(state);
    List<Row> rows = new ArrayList<>();
    try (CloseableIterator<FilteredColumnarBatch> batches = scan.getScanFiles(engine)) {
      while (batches.hasNext()) {
        try (CloseableIterator<Row> files = batches.next().getRows()) {
          files.forEachRemaining(
              file ->
                  rows.addAll(
                      read.computeIfAbsent(
                          InternalScanFileUtils.getAddFileStatus(file).getPath(),
                          path -> rowsOf(state, file, physical))));
        }
      }
    } catch (IOException e) {
      throw new AssertionError("Kernel cannot list the files of the table", e);
    }
    return rows;
  }

  private List<Row> rowsOf(Row state, Row file, StructType physical) {
    List<Row> rows = new ArrayList<>();
    try {
      CloseableIterator<FileReadResult> data =
          engine
              .getParquetHandler()
              .readParquetFiles(
                  Utils.singletonCloseableIterator(InternalScanFileUtils.getAddFileStatus(file)),
                  physical,
                  Optional.empty());
      try (CloseableIterator<FilteredColumnarBatch> logical =
          Scan.transformPhysicalData(engine, state, file, data.map(FileReadResult::getData))) {
        while (logical.hasNext()) {
          try (CloseableIterator<Row> batch = logical.next().getRows()) {
            batch.forEachRemaining(rows::add);
          }
        }
      }
    } catch (IOException e) {
      throw new AssertionError("Kernel cannot read a file of the table", e);
    }
    return rows;
  }

  static LocalDate date(Row row) {
    return LocalDate.ofEpochDay(row.getInt(row.getSchema().indexOf("event_date")));
  }

  static Event event(Row row) {
    StructType type = row.getSchema();
    int attribution = type.indexOf("attribution");
    int placement = type.indexOf("placement");
    return new Event(
        row.getString(type.indexOf("event_id")),
        Instant.EPOCH.plus(row.getLong(type.indexOf("event_ts")), ChronoUnit.MICROS),
        row.getString(type.indexOf("event_type")),
        row.isNullAt(attribution) ? null : model(row.getStruct(attribution)),
        row.isNullAt(placement) ? null : row.getString(placement),
        row.getLong(type.indexOf("spend_micros")),
        row.getDouble(type.indexOf("score")),
        row.getInt(type.indexOf("_topic_partition")),
        row.getLong(type.indexOf("_offset")),
        row.getInt(type.indexOf("_decoder_revision")));
  }

  private static String model(Row attribution) {
    return attribution.isNullAt(0) ? "" : attribution.getString(0);
  }
}
