package dev.incidentlab.server.page;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The folder in a run's that has its state at the page.
 *
 * @param path the folder; it need not be there
 */
public record PageFolder(Path path) {
  private static final String CHECKPOINTS = "stack/data/flink-jobmanager/checkpoints";

  /**
   * All that a run goes on from; logs and configuration are not of it, and what else the Flink
   * cluster has is its own, which may run on.
   */
  private static final List<String> KEPT =
      List.of(
          "stack/data/kafka",
          "stack/data/registry",
          CHECKPOINTS,
          "tables",
          "ledger",
          "downstream",
          PageFolder.LINEAGE);

  private static final String LINEAGE = "lineage.jsonl";
  private static final String FILES = "files";
  private static final String FACTS = "page.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * What is known of a page that was kept whole.
   *
   * @param line number of the journal's line that says so
   * @param run the run's id
   * @param folder the run's folder, which some of the files name
   * @param wall when, ISO-8601 in UTC
   */
  public record Facts(long line, String run, String folder, String wall) {}

  /** Of a run. */
  public static PageFolder of(Path run) {
    return new PageFolder(run.resolve("page"));
  }

  /** What is known of it; empty if it is not there, or not whole. */
  public Optional<Facts> facts() throws IOException {
    Path facts = path.resolve(FACTS);
    return Files.exists(facts)
        ? Optional.of(JSON.readValue(facts.toFile(), Facts.class))
        : Optional.empty();
  }

  /** Takes a copy of a run's state, in place of an earlier one; it is not whole yet. */
  void copyFrom(Path run) throws IOException {
    Trees.delete(path);
    for (String kept : KEPT) {
      Trees.copy(run.resolve(kept), path.resolve(FILES).resolve(kept), Trees::isWrittenOnce);
    }
  }

  /** Says that it is whole. */
  void whole(Facts facts) throws IOException {
    Path part = path.resolve(FACTS + ".part");
    JSON.writeValue(part.toFile(), facts);
    Files.move(part, path.resolve(FACTS));
  }

  /** Takes all of another one; both have the same files, which nobody writes to. */
  void linkFrom(PageFolder other) throws IOException {
    Trees.copy(other.path(), path, file -> true);
  }

  /**
   * Puts a run's folder back to this state. Nothing may run in it but a Flink cluster without jobs.
   *
   * @throws IOException if it is not whole, or files cannot be written; the run's are then in no
   *     known state, and this may be called again
   */
  public void putBack(Path run) throws IOException {
    Facts facts =
        facts()
            .orElseThrow(
                () -> new IOException("%s has no whole state of the page".formatted(path)));
    for (String kept : KEPT) {
      Trees.delete(run.resolve(kept));
      Trees.copy(path.resolve(FILES).resolve(kept), run.resolve(kept), Trees::isWrittenOnce);
    }
    if (!facts.folder().equals(run.toString())) {
      moveLineage(run, facts.folder());
    }
  }

  /** Lineage names tables by where they are. */
  private static void moveLineage(Path run, String from) throws IOException {
    Path lineage = run.resolve(LINEAGE);
    if (Files.exists(lineage)) {
      String events = Files.readString(lineage, StandardCharsets.UTF_8);
      Files.writeString(lineage, events.replace(from + "/", run + "/"), StandardCharsets.UTF_8);
    }
  }

  /**
   * Whether other runs can go on from it: a checkpoint that keeps state in files of its own names
   * them by the run's folder.
   */
  boolean lendable() throws IOException {
    try (var files = Trees.files(path.resolve(FILES).resolve(CHECKPOINTS))) {
      return files.allMatch(file -> file.getFileName().toString().equals("_metadata"));
    }
  }
}
