package dev.incidentlab.cli.drill;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.incidentlab.api.LabException;
import dev.incidentlab.api.Runs;
import dev.incidentlab.api.ServerAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs that have no server. One that ended in order took its {@code server.json} away; one that was
 * killed has left it.
 *
 * @param root folder of all runs
 */
public record PastRuns(Path root) {
  private static final String JOURNAL = "journal.jsonl";
  private static final String LATEST = "latest";

  /** Pages that runs have kept for others. */
  private static final Path PAGES = Path.of(".pages");

  private static final int MOST_NAMES = 5;

  /**
   * The one run that is to go on.
   *
   * @param run a run's id or the end of it; null means the only one whose server was killed
   * @throws LabException if there is none, if which one is unclear, or if its server lives
   */
  public RunFolder select(String run) {
    return run == null ? crashed() : select("resume", run);
  }

  private RunFolder crashed() {
    List<RunFolder> crashed =
        folders().stream()
            .filter(f -> Files.exists(f.path().resolve(ServerAddress.FILE)))
            .filter(f -> ServerAddress.find(f.path()).isEmpty())
            .toList();
    if (crashed.size() == 1) {
      return crashed.get(0);
    }
    throw new LabException(
        0,
        crashed.isEmpty()
            ? "resume: no run below %s has lost its server; `./lab resume --run ID` goes on with one that was stopped%s"
                .formatted(root, names(folders()))
            : "resume: %d runs have lost their servers; name one with --run%s"
                .formatted(crashed.size(), names(crashed)));
  }

  /**
   * A run by its name.
   *
   * @param verb what is to be done with it, for messages
   * @param run a run's id or the end of it
   * @throws LabException if there is none, if which one is unclear, or if its server lives
   */
  public RunFolder select(String verb, String run) {
    RunFolder folder = named(verb, run);
    Optional<ServerAddress> living = ServerAddress.find(folder.path());
    if (living.isPresent()) {
      throw new LabException(
          0,
          "%s: the server of %s lives (process %d); `./lab status --run %s` shows it, `./lab stop --run %s` ends it"
              .formatted(verb, folder.id(), living.get().pid(), folder.id(), folder.id()));
    }
    return withJournal(verb, folder);
  }

  /**
   * A run by its name, whether or not it still goes on.
   *
   * @param verb what is to be done with it, for messages
   * @param run a run's id or the end of it; {@code latest} means the newest, of all or, as {@code
   *     SCENARIO/latest}, of a scenario
   * @throws LabException if there is none, or if which one is unclear
   */
  public RunFolder find(String verb, String run) {
    Optional<RunFolder> latest =
        run.equals(LATEST) || run.endsWith("/" + LATEST)
            ? folders().stream()
                .filter(f -> f.id().startsWith(run.substring(0, run.length() - LATEST.length())))
                .findFirst()
            : Optional.empty();
    return withJournal(verb, latest.orElseGet(() -> named(verb, run)));
  }

  private RunFolder named(String verb, String run) {
    List<RunFolder> meant = folders().stream().filter(f -> f.id().endsWith(run)).toList();
    if (meant.size() == 1) {
      return meant.get(0);
    }
    throw new LabException(
        0,
        meant.isEmpty()
            ? "%s: no run below %s is called '%s'%s".formatted(verb, root, run, names(folders()))
            : "%s: '%s' is the end of %d names; give more of it%s"
                .formatted(verb, run, meant.size(), names(meant)));
  }

  private static RunFolder withJournal(String verb, RunFolder folder) {
    if (Files.exists(folder.path().resolve(JOURNAL))) {
      return folder;
    }
    throw new LabException(
        0,
        "%s: %s is no run: it has no %s; name another with --run"
            .formatted(verb, folder.path(), JOURNAL));
  }

  /** The newest, so that one can be chosen. */
  private static String names(List<RunFolder> runs) {
    if (runs.isEmpty()) {
      return "";
    }
    return "; runs: "
        + runs.stream().limit(MOST_NAMES).map(RunFolder::id).collect(Collectors.joining(", "))
        + (runs.size() > MOST_NAMES ? ", …" : "");
  }

  /** All folders of runs, newest first. The link to the newest one may be missing. */
  private List<RunFolder> folders() {
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (Stream<Path> runs = Files.walk(root, 2)) {
      return runs.filter(path -> root.relativize(path).getNameCount() == 2)
          .filter(path -> !root.relativize(path).startsWith(PAGES))
          .filter(path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
          .sorted(Comparator.comparing((Path p) -> p.getFileName().toString()).reversed())
          .map(RunFolder::new)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + root, e);
    }
  }

  /**
   * The scenario that a run is of. Of one that was drawn at random only the journal's first line
   * says it.
   *
   * @throws LabException if it does not
   */
  public static String scenario(RunFolder folder) throws IOException {
    String named = folder.path().getParent().getFileName().toString();
    if (!named.equals(Runs.MYSTERY)) {
      return named;
    }
    try (Stream<String> lines = Files.lines(folder.path().resolve(JOURNAL))) {
      String first = lines.findFirst().orElse("{}");
      return Optional.of(new ObjectMapper().readTree(first).at("/data/scenario").asText())
          .filter(scenario -> !scenario.isEmpty())
          .orElseThrow(
              () ->
                  new LabException(
                      0,
                      "resume: the journal of %s does not say which scenario was drawn; start another drill"
                          .formatted(folder.id())));
    }
  }

  /** How many whole lines the journal of a run has. */
  public static long lines(RunFolder folder) throws IOException {
    long lines = 0;
    for (byte at : Files.readAllBytes(folder.path().resolve(JOURNAL))) {
      lines += at == '\n' ? 1 : 0;
    }
    return lines;
  }
}
