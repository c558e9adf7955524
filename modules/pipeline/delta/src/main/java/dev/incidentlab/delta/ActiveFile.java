package dev.incidentlab.delta;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;

/**
 * A data file of one version of a table.
 *
 * @param path absolute path of the Parquet file, which does not hold the partition column
 * @param eventDate the partition of all its rows
 * @param rows number of rows
 * @param bytes size of the file
 * @param bounds of event time and key; empty if another writer added the file without statistics
 * @param nullCounts by column how many rows have no value; a column that the statistics do not tell
 *     of is not in it
 */
public record ActiveFile(
    Path path,
    LocalDate eventDate,
    long rows,
    long bytes,
    Optional<FileBounds> bounds,
    Map<String, Long> nullCounts) {

  public ActiveFile {
    nullCounts = Map.copyOf(nullCounts);
  }
}
