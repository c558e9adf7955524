package dev.incidentlab.delta;

import dev.incidentlab.delta.failpoint.Failpoint;
import io.delta.storage.HadoopFileSystemLogStore;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Writes a table's log entries on a local file system so that exactly one of several processes wins
 * a version, and so that a won version survives a power cut: a temporary file, forced to disk, gets
 * the entry's name by {@code link(2)}, which fails if the name exists.
 *
 * <p>Delta Standalone's own stores do not hold that between processes: the local one locks within
 * one process, the HDFS one relies on a rename that replaces on POSIX.
 *
 * <p>Public because Delta Standalone makes it by class name.
 */
public final class LinkLogStore extends HadoopFileSystemLogStore {

  private static final Failpoint WRITTEN = Failpoint.named("log-entry.written");
  private static final Failpoint LINKED = Failpoint.named("log-entry.linked");

  public LinkLogStore(Configuration configuration) {
    super(configuration);
  }

  /**
   * @throws java.nio.file.FileAlreadyExistsException if not {@code overwrite} and the entry exists;
   *     Delta Standalone takes this as "another writer won this version"
   */
  @Override
  public void write(
      Path path, Iterator<String> actions, Boolean overwrite, Configuration configuration)
      throws IOException {
    java.nio.file.Path entry = java.nio.file.Path.of(path.toUri().getPath());
    java.nio.file.Path temporary =
        entry.resolveSibling("." + entry.getFileName() + "." + UUID.randomUUID() + ".tmp");
    try {
      writeLines(temporary, actions);
      WRITTEN.reach();
      if (overwrite) {
        Files.move(
            temporary, entry, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } else {
        Files.createLink(entry, temporary);
      }
      LINKED.reach();
      Durable.syncDirectory(entry.getParent());
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static void writeLines(java.nio.file.Path file, Iterator<String> lines)
      throws IOException {
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        OutputStream out = Channels.newOutputStream(channel)) {
      StringBuilder text = new StringBuilder();
      while (lines.hasNext()) {
        text.append(lines.next()).append('\n');
      }
      out.write(text.toString().getBytes(StandardCharsets.UTF_8));
      channel.force(true);
    }
  }

  /** True: makes checkpoints, which do not go through this store, take a temporary name first. */
  @Override
  public Boolean isPartialWriteVisible(Path path, Configuration configuration) {
    return true;
  }
}
