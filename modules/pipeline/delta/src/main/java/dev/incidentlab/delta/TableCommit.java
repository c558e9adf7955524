package dev.incidentlab.delta;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What one version did. Rows are as the writer counted them, or as the files' statistics say if it
 * did not: a file that was rewritten then counts as removed and added.
 *
 * @param version from 0
 * @param committedAt wall time, to the millisecond
 * @param operation as Delta names it, for instance {@code STREAMING UPDATE} or {@code MERGE}
 * @param job the job that made the commit; empty if it did not say
 * @param filesAdded data files that came in
 * @param filesRemoved data files that went
 * @param inserted rows that came in
 * @param updated rows that took other values
 * @param removed rows that went
 * @param newestEvent latest event time among the files that came in, by their statistics
 * @param positions by application id the position that the commit set: for ingest the next offset
 *     of {@code topic id/partition}
 */
public record TableCommit(
    long version,
    Instant committedAt,
    String operation,
    Optional<String> job,
    int filesAdded,
    int filesRemoved,
    long inserted,
    long updated,
    long removed,
    Optional<Instant> newestEvent,
    Map<String, Long> positions) {

  public TableCommit {
    positions = new TreeMap<>(positions);
  }
}
