package dev.incidentlab.delta;

import java.util.Map;

/**
 * What a restore did.
 *
 * @param version the version committed
 * @param filesRestored files that the table has again
 * @param filesRemoved files that it no longer has; they stay on disk for older versions
 * @param rows in the table now
 * @param positions next offset that the table lacks, as it was then, for the source partitions of
 *     which it was another before; 0 for those that had never come
 */
public record RestoreResult(
    long version,
    int filesRestored,
    int filesRemoved,
    long rows,
    Map<SourcePartition, Long> positions) {

  public RestoreResult {
    positions = Map.copyOf(positions);
  }
}
