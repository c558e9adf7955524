package dev.incidentlab.delta;

import com.fasterxml.jackson.databind.JsonNode;
import io.delta.standalone.OptimisticTransaction;
import io.delta.standalone.actions.Metadata;
import io.delta.standalone.exceptions.ConcurrentTransactionException;
import io.delta.standalone.internal.DeltaLogImpl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The newest version's positions and metadata, kept up to date from the log's entries one by one,
 * and commits of blind appends against them.
 *
 * <p>Delta Standalone makes a snapshot of each version anew from the last checkpoint: the time of a
 * commit then grows with the number of files that the table has. An append depends on nothing but
 * positions and metadata, so reading the entries since the last look is enough, and none is listed:
 * versions have no gaps, so that the next entry's name is known.
 *
 * <p>The rules are those of the protocol ("Writer requirements") and of Delta Standalone's own
 * conflict check for a transaction that reads no files: a version is won by making its entry, and
 * whoever loses it goes on to the next unless the winner changed metadata, the protocol, or one of
 * the positions that the append depends on.
 */
final class LogTail {

  private final DeltaLogImpl log;
  private final Path folder;

  /** As of {@link #base}'s version; what came later is in the fields below. */
  private OptimisticTransaction base;

  private final Map<String, Long> positions = new HashMap<>();
  private long version = -1;

  /**
   * @param folder of the log
   */
  LogTail(DeltaLogImpl log, Path folder) {
    this.log = log;
    this.folder = folder;
  }

  /** What an append depends on. */
  record State(long version, Metadata metadata, Map<String, Long> positions) {

    /** The next offset that the table lacks; -1 if it never had any. */
    long position(String appId) {
      return positions.get(appId);
    }
  }

  /** As of now. */
  synchronized State state(Set<String> appIds) {
    catchUp();
    Map<String, Long> asked = new HashMap<>();
    for (String appId : appIds) {
      Long position = positions.get(appId);
      asked.put(appId, position != null ? position : (Long) base.txnVersion(appId));
    }
    return new State(version, base.metadata(), asked);
  }

  /**
   * Commits an append.
   *
   * @param depends what it was made from
   * @param entry makes the log entry's lines, given the version that was read
   * @return the version committed
   * @throws ConcurrentTransactionException if another commit has changed what it depends on;
   *     nothing was committed. After any other failure the commit may or may not have happened.
   */
  synchronized long commit(State depends, EntryLines entry) {
    while (true) {
      State now = state(depends.positions().keySet());
      if (!now.positions().equals(depends.positions())
          || !now.metadata().equals(depends.metadata())) {
        throw new ConcurrentTransactionException(
            "version %d was read, and by version %d its positions %s are %s or its metadata is another"
                .formatted(depends.version(), now.version(), depends.positions(), now.positions()));
      }
      long next = now.version() + 1;
      List<String> lines = entry.of(now.version());
      try {
        LinkLogStore.create(path(next), lines);
        apply(lines);
        version = next;
        return next;
      } catch (FileAlreadyExistsException e) {
        // Another writer won this version.
      } catch (IOException e) {
        throw new UncheckedIOException(
            "cannot say whether version %d in %s is committed".formatted(next, folder), e);
      }
    }
  }

  /** Makes a log entry's lines. */
  interface EntryLines {
    List<String> of(long readVersion);
  }

  private void catchUp() {
    // A clean-up of the log begins with its oldest entries: while the last one that was read is
    // there, so are all behind it.
    if (version < 0 || !Files.exists(path(version))) {
      rebase();
      return;
    }
    try {
      while (Files.exists(path(version + 1))) {
        if (apply(Files.readAllLines(path(version + 1)))) {
          version++;
        } else {
          rebase();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the log entry " + path(version + 1), e);
    }
  }

  /**
   * @return false if the entry is of a kind that only Delta Standalone reads
   */
  private boolean apply(List<String> lines) {
    for (String line : lines) {
      if (line.startsWith("{\"metaData\"") || line.startsWith("{\"protocol\"")) {
        return false;
      }
      if (line.startsWith("{\"txn\"")) {
        JsonNode position = Json.parse(line).get("txn");
        positions.put(position.get("appId").asText(), position.get("version").asLong());
      }
    }
    return true;
  }

  private void rebase() {
    base = log.startTransaction();
    version = base.readVersion();
    log.assertProtocolWrite(log.snapshot().protocolScala());
    positions.clear();
  }

  private Path path(long entry) {
    return folder.resolve("%020d.json".formatted(entry));
  }
}
