package dev.incidentlab.delta;

import io.delta.standalone.DeltaLog;
import io.delta.standalone.VersionLog;
import io.delta.standalone.actions.Action;
import io.delta.standalone.actions.AddFile;
import io.delta.standalone.actions.CommitInfo;
import io.delta.standalone.actions.SetTransaction;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

/**
 * Which files the versions of a table name, by the log.
 *
 * @param version the newest
 * @param oldestWhole the version that was the newest at a certain instant, or the oldest that the
 *     log has
 * @param since files that it or a later one names
 * @param ever files that any one names
 * @param positions by topic partition the next offset that the table lacks; of several topics that
 *     were its source the least
 */
record NamedFiles(
    long version, long oldestWhole, Set<Path> since, Set<Path> ever, Map<Integer, Long> positions) {

  static NamedFiles of(DeltaLog log, TableFiles files, Instant at) {
    Map<Long, Set<Path>> added = new HashMap<>();
    Map<String, Long> positions = new HashMap<>();
    long newest = log.snapshot().getVersion();
    long oldestWhole = -1;
    Iterator<VersionLog> versions = log.getChanges(0, false);
    while (versions.hasNext()) {
      VersionLog version = versions.next();
      Set<Path> names = new HashSet<>();
      CommitInfo info = null;
      for (Action action : version.getActions()) {
        if (action instanceof AddFile file) {
          names.add(files.committed(file.getPath()));
        } else if (action instanceof SetTransaction position) {
          positions.put(position.getAppId(), position.getVersion());
        } else if (action instanceof CommitInfo commitInfo) {
          info = commitInfo;
        }
      }
      added.put(version.getVersion(), names);
      newest = Math.max(newest, version.getVersion());
      boolean before = !files.committedAt(info, version.getVersion()).isAfter(at);
      if (oldestWhole < 0 || before) {
        oldestWhole = version.getVersion();
      }
    }
    Set<Path> since = new HashSet<>();
    log.getSnapshotForVersionAsOf(oldestWhole)
        .getAllFiles()
        .forEach(file -> since.add(files.committed(file.getPath())));
    Set<Path> ever = new HashSet<>(since);
    long from = oldestWhole;
    added.forEach(
        (number, names) -> {
          ever.addAll(names);
          if (number > from) {
            since.addAll(names);
          }
        });
    return new NamedFiles(newest, oldestWhole, since, ever, byPartition(positions));
  }

  private static Map<Integer, Long> byPartition(Map<String, Long> positions) {
    Map<Integer, Long> byPartition = new HashMap<>();
    positions.forEach(
        (app, position) ->
            SourcePartition.ofAppId(app)
                .ifPresent(source -> byPartition.merge(source.partition(), position, Math::min)));
    return byPartition;
  }
}
