package dev.incidentlab.delta;

import io.delta.standalone.actions.CommitInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The folders of one table: where files are staged, where published, and the step between. */
final class TableFiles {

  static final String STAGING = "_staging";
  static final String LOG = "_delta_log";

  private static final Pattern PREFIX = Pattern.compile("([A-Za-z0-9._-]+/)*[A-Za-z0-9._-]*");

  private final Path directory;

  TableFiles(Path directory) {
    this.directory = directory;
  }

  /** The file that the log names by {@code path}, which is a URI reference. */
  Path committed(String path) {
    return directory.resolve(URI.create(path).getPath());
  }

  /** What a file below the table's folder is called in digests. */
  String name(Path file) {
    return directory.relativize(file).toString();
  }

  /**
   * When a version was committed: by the commit's own word or, if another writer left that out, by
   * its log file.
   *
   * @param info null if the commit has none
   */
  Instant committedAt(CommitInfo info, long version) {
    if (info != null && info.getTimestamp() != null) {
      return info.getTimestamp().toInstant();
    }
    Path entry = directory.resolve(LOG).resolve("%020d.json".formatted(version));
    try {
      return Files.getLastModifiedTime(entry).toInstant();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + entry, e);
    }
  }

  Path staged(DataFile file) {
    return directory.resolve(requireStaged(file.path()));
  }

  Path digests(DigestFile file) {
    return directory.resolve(requireStaged(file.path()));
  }

  /**
   * A staged path, relative to the table, for a file whose name begins with what follows the
   * prefix's last slash, in the folder before it.
   */
  static String stagedPath(String prefix, String suffix) {
    if (!PREFIX.matcher(prefix).matches() || prefix.contains("..")) {
      throw new IllegalArgumentException(
          "file prefix '%s': takes letters, digits, '.', '_', '-' and '/' between folders"
              .formatted(prefix));
    }
    String inStaging = prefix.startsWith(STAGING + "/") ? prefix : STAGING + "/" + prefix;
    return inStaging + (inStaging.endsWith("/") ? "" : "-") + suffix;
  }

  /**
   * Gives a staged file a name in the table, durably. Each call takes a new name: if two processes
   * restored from one checkpoint both try to commit the file, the one that loses must be able to
   * take its name back without touching the winner's.
   */
  String publish(DataFile file) {
    String path =
        "%s=%s/part-%s.zstd.parquet"
            .formatted(TableSchema.PARTITION_COLUMN, file.eventDate(), UUID.randomUUID());
    Path published = directory.resolve(path);
    try {
      Durable.createDirectories(published.getParent());
      Files.createLink(published, staged(file));
      Durable.syncDirectory(published.getParent());
      return path;
    } catch (NoSuchFileException e) {
      throw new TableException(
          ("table at %s: data file %s is not there, so its rows cannot be committed;"
                  + " write them again")
              .formatted(directory, file.path()),
          e);
    } catch (IOException | UnsupportedOperationException e) {
      throw new TableException(
          "table at %s: cannot publish %s; the file system must have room and hard links (%s)"
              .formatted(directory, file.path(), e),
          e);
    }
  }

  /** The folder, made if it is not there, that files of this prefix are staged in. */
  Path stagingFolder(String prefix) throws IOException {
    Path folder = directory.resolve(stagedPath(prefix, "x")).getParent();
    Durable.createDirectories(folder);
    return folder;
  }

  /** All files below the table's folder, with absolute paths. */
  List<Path> all() {
    List<Path> found = new ArrayList<>();
    try {
      Files.walkFileTree(
          directory,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              found.add(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
              // Staged files and folders come and go.
              if (e instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
              }
              throw e;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list the files of " + directory, e);
    }
    return found;
  }

  /**
   * Deletes files, and staging folders that are empty then. Folders of partitions stay, since
   * another writer may be about to publish a file there.
   *
   * @param paths relative to the table's folder
   * @return how many were still there
   */
  int delete(Collection<String> paths) {
    int deleted = 0;
    Set<Path> folders = new HashSet<>();
    for (String path : paths) {
      Path file = directory.resolve(path);
      deleted += delete(file) ? 1 : 0;
      if (path.startsWith(STAGING + "/")) {
        folders.add(file.getParent());
      }
    }
    folders.remove(directory.resolve(STAGING));
    folders.forEach(TableFiles::deleteIfEmpty);
    return deleted;
  }

  /** Takes back published names that no commit has named. */
  void withdraw(Collection<String> published) {
    published.forEach(path -> delete(directory.resolve(path)));
  }

  /** Deletes staged names; folders stay, since another writer may be about to open a file there. */
  void discard(Collection<DataFile> files) {
    files.forEach(file -> delete(staged(file)));
  }

  void discardDigests(Collection<DigestFile> files) {
    files.forEach(file -> delete(digests(file)));
  }

  /** Deletes the folders that these were staged in, if nothing else is there. */
  void removeEmptyFolders(Staged staged) {
    Stream.concat(
            staged.files().stream().map(this::staged), staged.digests().stream().map(this::digests))
        .map(Path::getParent)
        .filter(folder -> !folder.equals(directory.resolve(STAGING)))
        .distinct()
        .forEach(TableFiles::deleteIfEmpty);
  }

  /** Deletes the folder that files of this prefix are staged in, if nothing is there. */
  void removeIfEmpty(String prefix) {
    deleteIfEmpty(directory.resolve(stagedPath(prefix, "x")).getParent());
  }

  private static void deleteIfEmpty(Path folder) {
    try {
      Files.deleteIfExists(folder);
    } catch (DirectoryNotEmptyException e) {
      // Other files are in it: theirs is the folder.
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete folder " + folder, e);
    }
  }

  private static boolean delete(Path file) {
    try {
      return Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + file, e);
    }
  }

  private static String requireStaged(String path) {
    if (!path.startsWith(STAGING + "/") || path.contains("..")) {
      throw new IllegalArgumentException(
          "data file %s: is not below %s/; use files that this table's writer returned"
              .formatted(path, STAGING));
    }
    return path;
  }
}
