package dev.incidentlab.delta;

import io.delta.standalone.exceptions.DeltaConcurrentModificationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.hadoop.ParquetReader;

/**
 * Appends rows exactly once by log position: the position of each source partition moves in the
 * same commit as its rows, and rows below it are left out. A position never moves backward.
 */
final class Append {

  /**
   * Only a writer of the same source partitions can make an append check again, so a few rounds
   * mean that two jobs ingest the same log.
   */
  static final int MAX_RETRIES = 20;

  private final DeltaTable table;
  private final List<DataFile> files;
  private final Map<SourcePartition, OffsetRange> ranges;
  private final int maxRetries;

  /** Topic partition number to the range's source; a row only tells the number. */
  private final Map<Integer, SourcePartition> sources = new HashMap<>();

  Append(
      DeltaTable table,
      List<DataFile> files,
      Map<SourcePartition, OffsetRange> ranges,
      int maxRetries) {
    this.table = table;
    this.files = List.copyOf(files);
    this.ranges = Map.copyOf(ranges);
    this.maxRetries = maxRetries;
    for (SourcePartition source : ranges.keySet()) {
      SourcePartition other = sources.put(source.partition(), source);
      if (other != null) {
        throw new IllegalArgumentException(
            "append to %s: ranges of two topics, %s and %s; rows only tell the partition number,"
                    .formatted(table.schema().tableName(), other, source)
                + " so append each topic's rows by themselves");
      }
    }
    this.files.forEach(this::requireInRanges);
  }

  AppendResult run() {
    for (int retries = 0; ; retries++) {
      LogTail.State state = state();
      Map<SourcePartition, Long> positions = positions(state);
      if (reachRanges(positions)) {
        table.files().discard(files);
        return new AppendResult(state.version(), 0, rows(files), retries, true);
      }
      List<DataFile> remaining = withoutRowsBelow(positions, table.schema(state.metadata()));
      try {
        long version = commit(state, remaining, positions);
        table.files().discard(files);
        long appended = rows(remaining);
        return new AppendResult(version, appended, rows(files) - appended, retries, false);
      } catch (TableException e) {
        // Another job restored from the same checkpoint may have committed the files, which then
        // are gone; else something is wrong.
        if (!reachRanges(positions(state()))) {
          throw e;
        }
      } catch (DeltaConcurrentModificationException e) {
        if (retries == maxRetries) {
          throw new TableException(
              ("append to %s: %d attempts in a row met another commit for the same source"
                      + " partitions %s; stop the other job that ingests them (%s)")
                  .formatted(
                      table.schema().tableName(), retries + 1, ranges.keySet(), firstLine(e)),
              e);
        }
      } finally {
        table.files().discard(remaining.stream().filter(f -> !files.contains(f)).toList());
      }
    }
  }

  private void requireInRanges(DataFile file) {
    file.offsets()
        .forEach(
            (partition, offsets) -> {
              SourcePartition source = sources.get(partition);
              OffsetRange range = source == null ? null : ranges.get(source);
              if (range == null || !range.contains(offsets)) {
                throw new IllegalArgumentException(
                    ("append to %s: file %s has rows of partition %d, offsets %s, but the range"
                            + " given for the partition is %s; rows outside it would be lost or"
                            + " doubled by the next append")
                        .formatted(
                            table.schema().tableName(), file.path(), partition, offsets, range));
              }
            });
  }

  private LogTail.State state() {
    return table
        .log()
        .state(ranges.keySet().stream().map(SourcePartition::appId).collect(Collectors.toSet()));
  }

  private Map<SourcePartition, Long> positions(LogTail.State state) {
    Map<SourcePartition, Long> positions = new HashMap<>();
    ranges.keySet().forEach(p -> positions.put(p, state.position(p.appId())));
    return positions;
  }

  private boolean reachRanges(Map<SourcePartition, Long> positions) {
    return ranges.entrySet().stream()
        .allMatch(range -> positions.get(range.getKey()) >= range.getValue().to());
  }

  private long commit(
      LogTail.State state, List<DataFile> remaining, Map<SourcePartition, Long> positions) {
    Map<String, Long> moved = new HashMap<>();
    ranges.forEach(
        (source, range) -> {
          if (range.to() > positions.get(source)) {
            moved.put(source.appId(), range.to());
          }
        });
    return Commit.of(
        table,
        remaining,
        published ->
            table
                .log()
                .commit(state, new AppendEntry(table.job(), rows(remaining), moved, published)));
  }

  /** The files, those with rows below a position replaced by ones without them. */
  private List<DataFile> withoutRowsBelow(
      Map<SourcePartition, Long> positions, TableSchema schema) {
    List<DataFile> result = new ArrayList<>();
    for (DataFile file : files) {
      boolean allNew =
          file.offsets().entrySet().stream()
              .allMatch(o -> o.getValue().from() >= positions.get(sources.get(o.getKey())));
      // Not read: once the table is past all of its rows, a vacuum may have deleted it.
      boolean allOld =
          file.offsets().entrySet().stream()
              .allMatch(o -> o.getValue().to() <= positions.get(sources.get(o.getKey())));
      if (allNew) {
        result.add(file);
      } else if (!allOld) {
        result.addAll(copyWithoutRowsBelow(file, positions, schema));
      }
    }
    return result;
  }

  /**
   * @param schema the table's: the file may have been written before the table was evolved
   */
  private List<DataFile> copyWithoutRowsBelow(
      DataFile file, Map<SourcePartition, Long> positions, TableSchema schema) {
    try (DataFileWriter writer = table.newWriter("trimmed", schema);
        ParquetReader<GenericRecord> reader =
            ParquetFiles.reader(table.files().staged(file), schema.rows())) {
      for (GenericRecord row = reader.read(); row != null; row = reader.read()) {
        SourcePartition source = sources.get((int) row.get(TableSchema.TOPIC_PARTITION));
        if ((long) row.get(TableSchema.OFFSET) >= positions.get(source)) {
          writer.write(row);
        }
      }
      return writer.finish();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "append to %s: cannot read %s".formatted(table.schema().tableName(), file.path()), e);
    }
  }

  private static long rows(List<DataFile> files) {
    return files.stream().mapToLong(DataFile::rows).sum();
  }

  static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
