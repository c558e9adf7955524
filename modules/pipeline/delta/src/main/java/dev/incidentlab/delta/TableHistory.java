package dev.incidentlab.delta;

import io.delta.standalone.DeltaLog;
import io.delta.standalone.VersionLog;
import io.delta.standalone.actions.Action;
import io.delta.standalone.actions.AddFile;
import io.delta.standalone.actions.CommitInfo;
import io.delta.standalone.actions.RemoveFile;
import io.delta.standalone.actions.SetTransaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads what each version did from the log's own entries. */
final class TableHistory {

  /** Operation parameter: name of the job that made the commit. */
  static final String JOB = "job";

  /** Operation metrics under the names that Delta's own writers use. */
  static final String OUTPUT_ROWS = "numOutputRows";

  static final String INSERTED = "numTargetRowsInserted";
  static final String UPDATED = "numTargetRowsUpdated";
  static final String DELETED = "numTargetRowsDeleted";

  private final DeltaLog log;
  private final TableFiles files;
  private final TableSchema schema;

  /** Rows by path: an entry that removes a file does not say how many it had. */
  private final Map<String, Long> rows = new HashMap<>();

  TableHistory(DeltaLog log, TableFiles files, TableSchema schema) {
    this.log = log;
    this.files = files;
    this.schema = schema;
  }

  List<TableCommit> commits(long from) {
    List<TableCommit> commits = new ArrayList<>();
    // Not failing on lost entries: a log that was cleaned up tells of what is left.
    Iterator<VersionLog> versions = log.getChanges(from, false);
    while (versions.hasNext()) {
      VersionLog version = versions.next();
      commits.add(commit(version.getVersion(), version.getActions()));
    }
    return commits;
  }

  private TableCommit commit(long version, List<Action> actions) {
    CommitInfo info = null;
    int filesAdded = 0;
    int filesRemoved = 0;
    long added = 0;
    long removed = 0;
    boolean dataChanged = false;
    Optional<Instant> newest = Optional.empty();
    Map<String, Long> positions = new HashMap<>();
    for (Action action : actions) {
      if (action instanceof AddFile file) {
        filesAdded++;
        dataChanged |= file.isDataChange();
        long count = FileStats.rows(TableLog.stats(file)).orElse(0L);
        rows.put(file.getPath(), count);
        added += count;
        newest =
            Stream.concat(
                    newest.stream(),
                    FileStats.bounds(TableLog.stats(file), schema).stream()
                        .map(FileBounds::maxEventTime))
                .max(Instant::compareTo);
      } else if (action instanceof RemoveFile file) {
        filesRemoved++;
        dataChanged |= file.isDataChange();
        removed += rows.getOrDefault(file.getPath(), 0L);
      } else if (action instanceof SetTransaction position) {
        positions.put(position.getAppId(), position.getVersion());
      } else if (action instanceof CommitInfo commitInfo) {
        info = commitInfo;
      }
    }
    Map<String, String> metrics =
        info == null ? Map.of() : info.getOperationMetrics().orElse(Map.of());
    // What only moved between files neither came in nor went.
    boolean counted = metrics.containsKey(INSERTED) || !dataChanged;
    return new TableCommit(
        version,
        files.committedAt(info, version),
        info == null || info.getOperation() == null ? "" : info.getOperation(),
        job(info),
        filesAdded,
        filesRemoved,
        counted ? metric(metrics, INSERTED) : added,
        metric(metrics, UPDATED),
        counted ? metric(metrics, DELETED) : removed,
        newest,
        positions);
  }

  private static Optional<String> job(CommitInfo info) {
    return info == null || info.getOperationParameters() == null
        ? Optional.empty()
        : Optional.ofNullable(info.getOperationParameters().get(JOB));
  }

  private static long metric(Map<String, String> metrics, String name) {
    return Long.parseLong(metrics.getOrDefault(name, "0"));
  }
}
