package dev.incidentlab.stack;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Jars in an order that is the same each time. The launcher's own {@code folder/*} takes them as
 * the file system lists them, and a class-data archive holds for one order only.
 */
record ClassPath(List<Path> entries) {

  ClassPath {
    entries = List.copyOf(entries);
  }

  /** The folder's jars, sorted by name; the folder itself if it holds none. */
  static ClassPath of(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> jars =
          files.filter(file -> file.getFileName().toString().endsWith(".jar")).sorted().toList();
      return new ClassPath(jars.isEmpty() ? List.of(folder) : jars);
    }
  }

  ClassPath plus(ClassPath other) {
    List<Path> both = new ArrayList<>(entries);
    both.addAll(other.entries);
    return new ClassPath(both);
  }

  /** As {@code java -cp} takes it. */
  String argument() {
    return entries.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }
}
