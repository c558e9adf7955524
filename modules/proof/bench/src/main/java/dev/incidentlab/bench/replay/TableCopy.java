package dev.incidentlab.bench.replay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Copies of a table: each replay gets one as it was. */
public final class TableCopy {
  private TableCopy() {}

  /** The log is copied; data files, which nobody writes to again, are linked. */
  static Path of(Path table, Path copy) throws IOException {
    try (Stream<Path> paths = Files.walk(table)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        Path target = copy.resolve(table.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(target);
        } else if (path.toString().endsWith(".zstd.parquet")) {
          Files.createLink(target, path);
        } else {
          Files.copy(path, target);
        }
      }
    }
    return copy;
  }

  /** Deletes a folder and what is in it. */
  public static void delete(Path table) throws IOException {
    List<Path> all;
    try (Stream<Path> paths = Files.walk(table)) {
      all = paths.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : all) {
      Files.delete(path);
    }
  }
}
