package dev.incidentlab.delta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.delta.standalone.DeltaLog;
import io.delta.standalone.Snapshot;
import io.delta.standalone.actions.AddFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import org.apache.parquet.hadoop.ParquetFileReader;

/** Versions of one table, as its log tells of them. */
final class SnapshotReader {

  private final Path directory;
  private final TableFiles files;
  private final TableSchema schema;

  SnapshotReader(Path directory, TableFiles files, TableSchema schema) {
    this.directory = directory;
    this.files = files;
    this.schema = schema;
  }

  TableSnapshot read(DeltaLog log, Snapshot snapshot) {
    List<ActiveFile> active =
        snapshot.getAllFiles().stream()
            .map(this::activeFile)
            .sorted(Comparator.comparing(ActiveFile::path))
            .toList();
    long version = snapshot.getVersion();
    return new TableSnapshot(
        version,
        TableMetadata.schemaOf(directory, snapshot.getMetadata()),
        files.committedAt(log.getCommitInfoAt(version), version),
        active);
  }

  ActiveFile activeFile(AddFile file) {
    Path path = files.committed(file.getPath());
    String text = TableLog.stats(file);
    // Parsed once: a look at a table reads the statistics of all its files.
    JsonNode stats = text == null ? MissingNode.getInstance() : Json.parse(text);
    return new ActiveFile(
        path,
        LocalDate.parse(file.getPartitionValues().get(TableSchema.PARTITION_COLUMN)),
        FileStats.rows(stats).orElseGet(() -> countRows(path)),
        file.getSize(),
        FileStats.bounds(stats, schema),
        FileStats.nullCounts(stats));
  }

  private static long countRows(Path file) {
    try (ParquetFileReader parquet = ParquetFiles.open(file)) {
      return parquet.getRecordCount();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}
