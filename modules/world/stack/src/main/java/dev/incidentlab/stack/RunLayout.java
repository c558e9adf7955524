package dev.incidentlab.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.stream.Stream;

/** Where a run keeps what its processes write. */
record RunLayout(Path root) {

  Path log(Component component) {
    return root.resolve("logs").resolve(component.id() + ".log");
  }

  /** Configuration that is rendered anew at every start. */
  Path conf(Component component) {
    return root.resolve("stack/conf").resolve(component.id());
  }

  /** What outlives a restart of the process. */
  Path data(Component component) {
    return root.resolve("stack/data").resolve(component.id());
  }

  /** What need not outlive it. */
  Path scratch(Component component) {
    return root.resolve("stack/tmp").resolve(component.id());
  }

  /** Which processes were launched. */
  Path processes() {
    return root.resolve("stack/processes");
  }

  /**
   * Makes the folders of components that do not run, and empties the scratch that a killed process
   * could not remove.
   */
  void make(Collection<Component> components) throws IOException {
    for (Component component : components) {
      delete(scratch(component));
      Files.createDirectories(log(component).getParent());
      Files.createDirectories(conf(component));
      Files.createDirectories(data(component));
      Files.createDirectories(scratch(component));
    }
  }

  /** Refuses a file system that would fill up during the drill. */
  void requireFreeSpace(long minimum) throws IOException, StackStartException {
    long free = Files.getFileStore(root).getUsableSpace();
    if (free < minimum) {
      throw new StackStartException(
          "run directory %s has %d MiB of disk left and needs %d MiB; free some space or choose a run directory on another disk"
              .formatted(root, free >> 20, minimum >> 20));
    }
  }

  private static void delete(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(tree)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
