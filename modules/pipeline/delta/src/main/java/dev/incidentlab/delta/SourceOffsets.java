package dev.incidentlab.delta;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;

/** Which offsets the rows of a data file may be from, by the statistics in its footer. */
final class SourceOffsets {

  private SourceOffsets() {}

  /** Whether rows of the file may be from these offsets; true where the footer does not tell. */
  static boolean mayHave(Path file, Map<Integer, OffsetRange> offsets) {
    try (ParquetFileReader parquet = ParquetFiles.open(file)) {
      return parquet.getRowGroups().stream().anyMatch(group -> mayHave(group, offsets));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the footer of " + file, e);
    }
  }

  private static boolean mayHave(BlockMetaData group, Map<Integer, OffsetRange> offsets) {
    Statistics<?> partitions = statistics(group, TableSchema.TOPIC_PARTITION);
    Statistics<?> positions = statistics(group, TableSchema.OFFSET);
    if (partitions == null || positions == null) {
      return true;
    }
    return offsets.entrySet().stream()
        .anyMatch(
            range ->
                least(partitions) <= range.getKey()
                    && range.getKey() <= most(partitions)
                    && least(positions) < range.getValue().to()
                    && range.getValue().from() <= most(positions));
  }

  /** Null if the footer does not tell. */
  private static Statistics<?> statistics(BlockMetaData group, String column) {
    return group.getColumns().stream()
        .filter(chunk -> chunk.getPath().toDotString().equals(column))
        .map(chunk -> chunk.getStatistics())
        .filter(s -> s != null && s.hasNonNullValue())
        .findFirst()
        .orElse(null);
  }

  private static long least(Statistics<?> statistics) {
    return ((Number) statistics.genericGetMin()).longValue();
  }

  private static long most(Statistics<?> statistics) {
    return ((Number) statistics.genericGetMax()).longValue();
  }
}
