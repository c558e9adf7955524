package dev.incidentlab.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder of all runs: {@code runs/<scenario>/<start>/}, with a link {@code latest} beside it.
 *
 * @param root the folder
 */
public record Runs(Path root) {
  /**
   * Stands in a run's id for a scenario that was drawn at random, and whose name is kept from
   * people until the drill is over.
   */
  public static final String MYSTERY = "mystery";

  private static final String LATEST = "latest";

  /** The labs that run, newest first. */
  public List<ServerAddress> running() {
    return directories().stream()
        .map(ServerAddress::find)
        .flatMap(java.util.Optional::stream)
        .toList();
  }

  /**
   * The one lab that is meant.
   *
   * @param run a run's id or the end of it; null means the only one that runs
   * @throws LabException if none runs, or which one is unclear
   */
  public ServerAddress select(String run) {
    List<ServerAddress> running = running();
    List<ServerAddress> meant =
        run == null ? running : running.stream().filter(a -> a.run().endsWith(run)).toList();
    if (meant.size() == 1) {
      return meant.get(0);
    }
    List<String> names = running.stream().map(ServerAddress::run).toList();
    if (running.isEmpty()) {
      throw new LabException(0, "no lab is running; start one with `./lab drill pinned-schema`");
    }
    throw new LabException(
        0,
        meant.isEmpty()
            ? "no running lab is called '%s'; running: %s".formatted(run, String.join(", ", names))
            : "%d labs are running: %s; name one with --run"
                .formatted(names.size(), String.join(", ", names)));
  }

  /** Makes {@code latest} of the run's scenario point to it. */
  public static void pointLatest(Path run) throws IOException {
    Path latest = run.resolveSibling(LATEST);
    Path next = run.resolveSibling(LATEST + "." + run.getFileName());
    Files.deleteIfExists(next); // A crash may have left it.
    Files.createSymbolicLink(next, run.getFileName());
    Files.move(
        next,
        latest,
        java.nio.file.StandardCopyOption.ATOMIC_MOVE,
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  private List<Path> directories() {
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (Stream<Path> runs = Files.find(root, 2, (p, a) -> a.isDirectory())) {
      return runs.filter(p -> Files.exists(p.resolve(ServerAddress.FILE)))
          .sorted(Comparator.comparing((Path p) -> p.getFileName().toString()).reversed())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + root, e);
    }
  }
}
