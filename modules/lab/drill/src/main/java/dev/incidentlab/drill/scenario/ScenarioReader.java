package dev.incidentlab.drill.scenario;

import dev.incidentlab.drill.scenario.InvalidScenarioException.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads a scenario's folder. Files describe; they run no code. */
public final class ScenarioReader {
  /** The name of the file with the scenario's keys. */
  public static final String FILE = "scenario.yaml";

  /** The name of the file with what the learner is told. */
  public static final String STORY = "story.md";

  /** The name of the file with what the learner is told when it is over. */
  public static final String DEBRIEF = "debrief.md";

  private final Vocabulary vocabulary;
  private final List<Problem> problems = new ArrayList<>();

  private ScenarioReader(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
  }

  /**
   * Reads a scenario's folder. One that extends another, which lies beside it, has that one's keys
   * and texts where it does not have its own.
   *
   * @throws InvalidScenarioException with all problems, if there are any
   */
  public static Scenario read(Path folder, Vocabulary vocabulary) throws InvalidScenarioException {
    return new ScenarioReader(vocabulary).readFolder(folder);
  }

  /** The folders that a scenario is read from: its own, then the one that it extends. */
  public static List<Path> folders(Path folder) throws InvalidScenarioException {
    return base(folder, parse(folder)).map(base -> List.of(folder, base)).orElse(List.of(folder));
  }

  private Scenario readFolder(Path folder) throws InvalidScenarioException {
    Node root = parse(folder);
    Optional<Path> base = base(folder, root);
    Texts texts =
        new Texts(text(folder, base, STORY), text(folder, base, DEBRIEF), folder.getFileName());
    Scenario scenario;
    try (YamlMap yaml = new YamlMap("", root, problems)) {
      if (base.isPresent()) {
        yaml.inherit(parse(base.get()));
      }
      scenario = new ScenarioKeys(vocabulary).read(yaml, texts);
    }
    if (!problems.isEmpty()) {
      throw new InvalidScenarioException(problems);
    }
    return scenario;
  }

  /**
   * What stands beside the keys.
   *
   * @param folder its name
   */
  record Texts(String story, String debrief, Path folder) {}

  private String text(Path folder, Optional<Path> base, String name) {
    Path own = folder.resolve(name);
    Path file = Files.exists(own) ? own : base.orElse(folder).resolve(name);
    try {
      String text = Files.readString(file).strip();
      if (text.isEmpty()) {
        problems.add(new Problem(label(folder, name), 0, "is empty; write it"));
      }
      return text;
    } catch (IOException e) {
      problems.add(
          new Problem(label(folder, name), 0, "cannot be read: %s; write it".formatted(e)));
      return "";
    }
  }

  private static Optional<Path> base(Path folder, Node root) {
    if (!(root instanceof MappingNode mapping)) {
      return Optional.empty();
    }
    return mapping.getValue().stream()
        .filter(
            tuple ->
                tuple.getKeyNode() instanceof ScalarNode key
                    && key.getValue().equals(ScenarioKeys.EXTENDS))
        .flatMap(tuple -> tuple.getValueNode() instanceof ScalarNode name ? nameOf(name) : null)
        .findFirst()
        .map(folder::resolveSibling);
  }

  /** A name alone: nothing of elsewhere is read. */
  private static Stream<String> nameOf(ScalarNode node) {
    String name = node.getValue();
    return ScenarioKeys.ID.matcher(name).matches() ? Stream.of(name) : Stream.empty();
  }

  private static Node parse(Path folder) throws InvalidScenarioException {
    String file = label(folder, FILE);
    try {
      LoadSettings settings = LoadSettings.builder().setUseMarks(true).setLabel(file).build();
      return new Compose(settings)
          .composeString(Files.readString(folder.resolve(FILE)))
          .orElseThrow(() -> invalid(file, 0, "the file is empty"));
    } catch (IOException e) {
      throw invalid(file, 0, "cannot be read: " + e.getMessage());
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
      throw invalid(file, line, "is not YAML: " + e.getProblem());
    } catch (YamlEngineException e) {
      throw invalid(file, 0, "is not YAML: " + e.getMessage());
    }
  }

  private static String label(Path folder, String name) {
    return folder.getFileName() + "/" + name;
  }

  private static InvalidScenarioException invalid(String file, int line, String message) {
    return new InvalidScenarioException(List.of(new Problem(file, line, message)));
  }
}
