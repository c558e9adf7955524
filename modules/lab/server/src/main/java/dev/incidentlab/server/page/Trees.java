package dev.incidentlab.server.page;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Copies what a run has on disk, by hard link where that is safe. */
final class Trees {
  private static final String DELTA_LOG = "_delta_log";
  private static final String STAGING = "_staging";
  private static final String PARQUET = ".parquet";

  /** Kafka makes them from its log when they are missing, and preallocates megabytes for each. */
  private static final Set<String> KAFKA_INDEXES = Set.of(".index", ".timeindex", ".txnindex");

  /** Says that the broker was ended in order, and so that its logs need no look. */
  private static final String KAFKA_ENDED = ".kafka_cleanshutdown";

  private static final Logger LOG = LoggerFactory.getLogger(Trees.class);

  private Trees() {}

  /**
   * Copies a file or a folder with all that is needed of it. What is not there is left out.
   *
   * @param linked files of which both copies may be one, as nobody ever writes to them
   */
  static void copy(Path from, Path to, Predicate<Path> linked) throws IOException {
    if (!Files.exists(from)) {
      return;
    }
    Files.createDirectories(to.getParent());
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectories(to.resolve(from.relativize(folder)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (isNeeded(file)) {
              copyFile(file, to.resolve(from.relativize(file).toString()), linked.test(file));
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** Whether a run never writes to a file again once it has its name. */
  static boolean isWrittenOnce(Path file) {
    String name = file.getFileName().toString();
    boolean data = name.endsWith(PARQUET) && !name.startsWith(".");
    boolean entry = file.getParent().endsWith(DELTA_LOG) && name.endsWith(".json");
    return (data || entry) && !file.getParent().endsWith(STAGING);
  }

  private static boolean isNeeded(Path file) {
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return !name.equals(KAFKA_ENDED) && (dot < 0 || !KAFKA_INDEXES.contains(name.substring(dot)));
  }

  private static void copyFile(Path file, Path to, boolean link) throws IOException {
    if (link) {
      try {
        Files.createLink(to, file);
        return;
      } catch (UnsupportedOperationException | FileSystemException e) {
        LOG.debug("{} cannot be linked and is copied", file, e);
      }
    }
    Files.copy(file, to, StandardCopyOption.COPY_ATTRIBUTES);
  }

  /** Deletes a file or a folder; what is not there already is no error. */
  static void delete(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(tree)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  /** All files below a folder, in the order of their names. */
  static Stream<Path> files(Path folder) throws IOException {
    return Files.walk(folder).filter(Files::isRegularFile).sorted();
  }
}
