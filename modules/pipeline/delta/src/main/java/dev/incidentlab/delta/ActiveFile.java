package dev.incidentlab.delta;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Optional;

/**
 * A data file of one version of a table.
 *
 * @param path absolute path of the Parquet file, which does not hold the partition column
 * @param eventDate the partition of all its rows
 * @param rows number of rows
 * @param bytes size of the file
 * @param bounds of event time and key; empty if another writer added the file without statistics
 */
public record ActiveFile(
    Path path, LocalDate eventDate, long rows, long bytes, Optional<FileBounds> bounds) {}
