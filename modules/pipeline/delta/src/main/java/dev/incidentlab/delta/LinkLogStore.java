package dev.incidentlab.delta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.incidentlab.delta.failpoint.Failpoint;
import io.delta.storage.HadoopFileSystemLogStore;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
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

  /**
   * Operation parameter that gives an entry's operation its name. Delta Standalone only writes
   * names of a closed list, without OPTIMIZE and VACUUM; this parameter takes the name past it and
   * is not itself in the entry.
   */
  static final String OPERATION = "lab.operation";

  private static final String TEMPORARY = ".tmp";

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
    write(java.nio.file.Path.of(path.toUri().getPath()), actions, overwrite);
  }

  /**
   * Makes an entry.
   *
   * @throws java.nio.file.FileAlreadyExistsException if it exists
   */
  static void create(java.nio.file.Path entry, List<String> lines) throws IOException {
    write(entry, lines.iterator(), false);
  }

  private static void write(java.nio.file.Path entry, Iterator<String> lines, boolean overwrite)
      throws IOException {
    java.nio.file.Path temporary =
        entry.resolveSibling("." + entry.getFileName() + "." + UUID.randomUUID() + TEMPORARY);
    try {
      writeLines(temporary, lines);
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
        text.append(named(lines.next())).append('\n');
      }
      out.write(text.toString().getBytes(StandardCharsets.UTF_8));
      channel.force(true);
    }
  }

  /** Whether a file is one that a write leaves if its process is killed. */
  static boolean isTemporary(java.nio.file.Path file) {
    String name = file.getFileName().toString();
    return name.startsWith(".") && name.endsWith(TEMPORARY);
  }

  /**
   * Entries from a name on. Only those are looked at, not all that the log has: what there is
   * before the last checkpoint would make each look slower than the one before.
   */
  @Override
  public Iterator<FileStatus> listFrom(Path path, Configuration configuration) throws IOException {
    java.nio.file.Path from = java.nio.file.Path.of(path.toUri().getPath());
    String[] names =
        from.getParent()
            .toFile()
            .list((folder, name) -> name.compareTo(from.getFileName().toString()) >= 0);
    if (names == null) {
      throw new FileNotFoundException("no such folder: " + from.getParent());
    }
    Arrays.sort(names);
    List<FileStatus> found = new ArrayList<>();
    for (String name : names) {
      java.nio.file.Path entry = from.resolveSibling(name);
      try {
        BasicFileAttributes of = Files.readAttributes(entry, BasicFileAttributes.class);
        found.add(
            new FileStatus(
                of.size(),
                of.isDirectory(),
                1,
                of.size(),
                of.lastModifiedTime().toMillis(),
                new Path(path.getParent(), name)));
      } catch (NoSuchFileException e) {
        // A temporary file, or one that a clean-up deleted meanwhile.
      }
    }
    return found.iterator();
  }

  private static String named(String action) {
    if (!action.startsWith("{\"commitInfo\"") || !action.contains(OPERATION)) {
      return action;
    }
    JsonNode entry = Json.parse(action);
    ObjectNode info = (ObjectNode) entry.get("commitInfo");
    JsonNode name = ((ObjectNode) info.get("operationParameters")).remove(OPERATION);
    info.set("operation", name);
    return Json.text(entry);
  }

  /** True: makes checkpoints, which do not go through this store, take a temporary name first. */
  @Override
  public Boolean isPartialWriteVisible(Path path, Configuration configuration) {
    return true;
  }
}
