package dev.incidentlab.delta;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One version of a table.
 *
 * @param version the version, from 0
 * @param schema what its rows are; files of before an evolution lack the later columns, which are
 *     null then
 * @param committedAt wall time at which the version was committed, to the millisecond
 * @param files its data files, ordered by path
 */
public record TableSnapshot(
    long version, TableSchema schema, Instant committedAt, List<ActiveFile> files) {

  public TableSnapshot {
    files = List.copyOf(files);
  }

  /** Rows in the table. */
  public long rows() {
    return files.stream().mapToLong(ActiveFile::rows).sum();
  }

  /** The latest event time, by the files' statistics; empty if no file has any. */
  public Optional<Instant> maxEventTime() {
    return files.stream()
        .flatMap(file -> file.bounds().stream())
        .map(FileBounds::maxEventTime)
        .max(Instant::compareTo);
  }
}
