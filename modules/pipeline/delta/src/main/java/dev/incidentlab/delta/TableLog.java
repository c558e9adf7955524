package dev.incidentlab.delta;

import com.fasterxml.jackson.databind.JsonNode;
import io.delta.standalone.DeltaLog;
import io.delta.standalone.Operation;
import io.delta.standalone.OptimisticTransaction;
import io.delta.standalone.Snapshot;
import io.delta.standalone.actions.Action;
import io.delta.standalone.actions.AddFile;
import io.delta.standalone.actions.SetTransaction;
import io.delta.standalone.internal.DeltaLogImpl;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.util.Shell;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A table's log through Delta Standalone, with our log store. */
final class TableLog {

  /** Operations that Delta Standalone has no name for; see {@link LinkLogStore}. */
  static final String OPTIMIZE = "OPTIMIZE";

  static final String ENGINE = "incident-lab";

  private static final Logger LOG = LoggerFactory.getLogger(TableLog.class);

  static {
    letHadoopLookAround();
  }

  private final DeltaLog log;
  private final LogTail tail;
  private final Checkpoints checkpoints;
  private Runnable beforeCommit = () -> {};

  private TableLog(DeltaLog log, Path folder) {
    this.log = log;
    this.tail = new LogTail((DeltaLogImpl) log, folder);
    this.checkpoints = new Checkpoints((DeltaLogImpl) log, folder);
  }

  /**
   * Hadoop starts a process when its classes are initialised, to see what the system can do. The
   * JDK's thread that waits for that process lives for another minute, with the class loader that
   * the thread which started it had in its context: of a Flink job, 45 MB of metaspace.
   */
  private static void letHadoopLookAround() {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
    try {
      LOG.debug("setsid is there: {}", Shell.isSetsidAvailable);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  static TableLog at(Path directory) {
    ClassLoader ours = TableLog.class.getClassLoader();
    // No default resources: the log must not depend on a Hadoop configuration that lies around.
    Configuration configuration = new Configuration(false);
    configuration.setClassLoader(ours);
    configuration.set("io.delta.standalone.LOG_STORE_CLASS_KEY", LinkLogStore.class.getName());
    configuration.set("fs.file.impl", RawLocalFileSystem.class.getName());
    // Hadoop's cache of file systems is static and registers a shutdown hook.
    configuration.setBoolean("fs.file.impl.disable.cache", true);
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    // Delta Standalone looks for the log store in the thread's class loader, which in a task
    // manager or a server need not be the one that has it.
    thread.setContextClassLoader(ours);
    try {
      return new TableLog(
          DeltaLog.forTable(configuration, new org.apache.hadoop.fs.Path(directory.toUri())),
          directory.resolve(TableFiles.LOG));
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** The log, brought up to date. */
  DeltaLog latest() {
    log.update();
    return log;
  }

  /** A version that the log has; without reading it anew if it is the latest. */
  Snapshot at(long version) {
    Snapshot newest = log.snapshot();
    return newest.getVersion() == version ? newest : log.getSnapshotForVersionAsOf(version);
  }

  /** What an append of these application ids depends on, as of now. */
  LogTail.State state(Set<String> appIds) {
    return tail.state(appIds);
  }

  /**
   * Commits an append; see {@link LogTail#commit}. A checkpoint that is due and cannot be written
   * is told to the log: the commit has happened, and the next one tries again.
   */
  long commit(LogTail.State depends, AppendEntry entry) {
    beforeCommit.run();
    long version = tail.commit(depends, entry::lines);
    try {
      checkpoints.after(version);
    } catch (IOException | RuntimeException e) {
      LOG.warn("no checkpoint of version {} in {}: {}", version, log.getPath(), e.toString());
    }
    return version;
  }

  OptimisticTransaction begin() {
    return log.startTransaction();
  }

  /**
   * @param operation what is done, by which job and to how many rows, as the log's history says it
   * @return the version committed
   * @throws io.delta.standalone.exceptions.DeltaConcurrentModificationException if another commit
   *     has changed what the transaction read; nothing was committed. After any other failure the
   *     commit may or may not have happened.
   */
  long commit(OptimisticTransaction transaction, List<Action> actions, Operation operation) {
    beforeCommit.run();
    return transaction.commit(actions, operation, ENGINE).getVersion();
  }

  /** For tests: runs just before each commit, where another writer's commit hurts most. */
  void beforeCommit(Runnable action) {
    beforeCommit = action;
  }

  static Action add(String path, DataFile file) {
    return add(path, file, true).build();
  }

  /**
   * A file whose rows the table had before, in other files.
   *
   * @param tags of the file, by Delta's protocol
   */
  static Action moved(String path, DataFile file, Map<String, String> tags) {
    AddFile.Builder add = add(path, file, false);
    return (tags.isEmpty() ? add : add.tags(tags)).build();
  }

  private static AddFile.Builder add(String path, DataFile file, boolean dataChange) {
    return AddFile.builder(
            path,
            Map.of(TableSchema.PARTITION_COLUMN, file.eventDate().toString()),
            file.bytes(),
            System.currentTimeMillis(),
            dataChange)
        // Delta Standalone puts this into the log entry as it is, so it has to be a JSON string.
        .stats(Json.text(file.statsJson()));
  }

  static Action position(String appId, long version) {
    return new SetTransaction(appId, version, Optional.of(System.currentTimeMillis()));
  }

  /** The statistics of a file of the log, as the JSON object that they are. */
  static String stats(AddFile file) {
    if (file.getStats() == null) {
      return null;
    }
    JsonNode stats = Json.parse(file.getStats());
    return stats.isTextual() ? stats.asText() : file.getStats();
  }
}
