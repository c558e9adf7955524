package dev.incidentlab.delta;

import io.delta.standalone.Operation;
import io.delta.standalone.OptimisticTransaction;
import io.delta.standalone.Snapshot;
import io.delta.standalone.actions.Action;
import io.delta.standalone.actions.AddFile;
import io.delta.standalone.actions.SetTransaction;
import io.delta.standalone.exceptions.DeltaConcurrentModificationException;
import io.delta.standalone.internal.SnapshotImpl;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Delta's RESTORE TABLE … TO VERSION AS OF: one commit after which the table has the files that it
 * had in an older version, and the positions that it had then. What came since is out of the table,
 * and may come in again from the source.
 *
 * <p>Positions that the table did not have then are set to -1, which is what a position is that was
 * never set: an entry of the log cannot be taken back. When it was is an entry of its own, which no
 * restore takes back: a checkpoint from before it is of positions that the table is no longer at.
 */
final class Restore {

  /** Names the entry that says when the table was last restored, in milliseconds since 1970. */
  static final String RESTORED_AT = "restored-at";

  private static final long NEVER_SET = -1;

  private final DeltaTable table;
  private final long to;

  Restore(DeltaTable table, long to) {
    this.table = table;
    this.to = to;
  }

  RestoreResult run() {
    OptimisticTransaction transaction = table.log().begin();
    transaction.readWholeTable();
    Snapshot now = table.log().at(transaction.readVersion());
    Snapshot then = then(now);
    Map<String, AddFile> here = byPath(now);
    Map<String, AddFile> wanted = byPath(then);
    List<AddFile> restored = without(wanted, here);
    List<AddFile> removed = without(here, wanted);
    Map<String, Long> moved = moved(transaction, positions(now), positions(then));

    List<Action> actions = new ArrayList<>();
    moved.forEach((appId, position) -> actions.add(TableLog.position(appId, position)));
    actions.add(TableLog.position(RESTORED_AT, System.currentTimeMillis()));
    removed.forEach(file -> actions.add(file.remove()));
    restored.forEach(file -> actions.add(again(file)));
    try {
      long version = table.log().commit(transaction, actions, operation(wanted, restored, removed));
      return new RestoreResult(
          version,
          restored.size(),
          removed.size(),
          wanted.values().stream().mapToLong(f -> table.reader().activeFile(f).rows()).sum(),
          sources(moved));
    } catch (DeltaConcurrentModificationException e) {
      throw new TableException(
          "restore of %s to version %d: another commit came in between, of a job that runs; nothing was changed; stop what writes to the table and try again (%s)"
              .formatted(table.schema().tableName(), to, Append.firstLine(e)),
          e);
    }
  }

  private Snapshot then(Snapshot now) {
    // Says what is wrong with a version that is not there, or not whole.
    TableSnapshot asked = table.snapshot(to);
    if (to >= now.getVersion()) {
      throw new IllegalArgumentException(
          "restore of %s: version %d is its latest; name one before it"
              .formatted(table.schema().tableName(), to));
    }
    if (!asked.schema().equals(table.schema(now.getMetadata()))) {
      throw new IllegalArgumentException(
          "restore of %s: version %d is from before the table was evolved; name a version from then on"
              .formatted(table.schema().tableName(), to));
    }
    return table.log().at(to);
  }

  private static Map<String, AddFile> byPath(Snapshot snapshot) {
    Map<String, AddFile> files = new LinkedHashMap<>();
    snapshot.getAllFiles().forEach(file -> files.put(file.getPath(), file));
    return files;
  }

  private static List<AddFile> without(Map<String, AddFile> files, Map<String, AddFile> others) {
    return files.values().stream().filter(f -> !others.containsKey(f.getPath())).toList();
  }

  private static Map<String, Long> positions(Snapshot snapshot) {
    Map<String, Long> positions = new HashMap<>();
    for (SetTransaction one :
        CollectionConverters.asJava(((SnapshotImpl) snapshot).setTransactions())) {
      positions.put(one.getAppId(), one.getVersion());
    }
    positions.remove(RESTORED_AT);
    return positions;
  }

  /** What is to be set, of positions and of replays that were applied since. */
  private static Map<String, Long> moved(
      OptimisticTransaction transaction, Map<String, Long> now, Map<String, Long> then) {
    Map<String, Long> moved = new HashMap<>();
    for (Map.Entry<String, Long> position : now.entrySet()) {
      // Asked of the transaction, too: who moves it meanwhile is in conflict with this.
      long current = transaction.txnVersion(position.getKey());
      long wanted = then.getOrDefault(position.getKey(), NEVER_SET);
      if (current != wanted) {
        moved.put(position.getKey(), wanted);
      }
    }
    return moved;
  }

  private static Map<SourcePartition, Long> sources(Map<String, Long> moved) {
    Map<SourcePartition, Long> sources = new HashMap<>();
    moved.forEach(
        (appId, position) -> {
          SourcePartition.ofAppId(appId)
              .ifPresent(source -> sources.put(source, Math.max(0, position)));
        });
    return sources;
  }

  private static Action again(AddFile file) {
    return new AddFile(
        file.getPath(),
        file.getPartitionValues(),
        file.getSize(),
        file.getModificationTime(),
        true,
        // Delta Standalone puts this into the log entry as it is, so it has to be a JSON string.
        TableLog.stats(file) == null ? null : Json.text(TableLog.stats(file)),
        file.getTags());
  }

  private Operation operation(
      Map<String, AddFile> after, List<AddFile> restored, List<AddFile> removed) {
    return table.operation(
        "RESTORE",
        Map.of("version", to),
        Map.of(
            "numRestoredFiles",
            (long) restored.size(),
            "restoredFilesSize",
            bytes(restored),
            "numRemovedFiles",
            (long) removed.size(),
            "removedFilesSize",
            bytes(removed),
            "numOfFilesAfterRestore",
            (long) after.size(),
            "tableSizeAfterRestore",
            bytes(List.copyOf(after.values()))));
  }

  private static long bytes(List<AddFile> files) {
    return files.stream().mapToLong(AddFile::getSize).sum();
  }
}
