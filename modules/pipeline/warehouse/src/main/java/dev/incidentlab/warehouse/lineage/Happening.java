package dev.incidentlab.warehouse.lineage;

import dev.incidentlab.warehouse.gates.GateResult;
import dev.incidentlab.warehouse.lineage.Columns.Column;
import io.openlineage.client.OpenLineage.RunEvent.EventType;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What was seen of a run, before it is put into OpenLineage's words.
 *
 * @param wall when it happened
 * @param story the same on the story's clock
 * @param error why it ended as it did; empty if it did as it should
 * @param about further facts for the run's own facet; values are texts, numbers and lists of them
 */
record Happening(
    EventType type,
    UUID run,
    Instant wall,
    Instant story,
    Job job,
    List<Read> inputs,
    List<Written> outputs,
    Optional<String> error,
    Map<String, Object> about) {

  /**
   * The job.
   *
   * @param processing {@code STREAMING} or {@code BATCH}
   * @param integration the engine that runs it
   * @param language of the job, for its errors
   * @param sql null if it has none, or it was told before
   */
  record Job(
      String name,
      String processing,
      String integration,
      String type,
      String language,
      String sql) {}

  /**
   * An input.
   *
   * @param place where it is; null if it was told before
   * @param columns empty if they were told before, or are not known
   * @param version null if it is not known
   * @param gates what was found out about it
   */
  record Read(
      Dataset dataset, URI place, List<Column> columns, String version, List<GateResult> gates) {}

  /**
   * An output.
   *
   * @param place where it is; null if it was told before
   * @param columns empty if they were told before, or are not known
   * @param made what the columns are made of; null if it was told before
   * @param version null if nothing was written
   * @param written null if it was not counted
   */
  record Written(
      Dataset dataset,
      URI place,
      List<Column> columns,
      ColumnLineage made,
      String version,
      Counts written) {}

  /**
   * What a run has written so far.
   *
   * @param bytes null if it was not counted
   * @param files null if they were not counted
   */
  record Counts(long rows, Long bytes, Long files) {}
}
