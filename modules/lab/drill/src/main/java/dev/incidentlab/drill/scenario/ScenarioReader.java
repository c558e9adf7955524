package dev.incidentlab.drill.scenario;

import dev.incidentlab.drill.Alert;
import dev.incidentlab.drill.AlertRule;
import dev.incidentlab.drill.Condition;
import dev.incidentlab.drill.scenario.InvalidScenarioException.Problem;
import dev.incidentlab.drill.scenario.Scenario.Clock;
import dev.incidentlab.drill.scenario.Scenario.Fix;
import dev.incidentlab.drill.scenario.Scenario.Hint;
import dev.incidentlab.drill.scenario.Scenario.Step;
import dev.incidentlab.drill.scenario.Scenario.Thresholds;
import dev.incidentlab.drill.scenario.Scenario.TimedFault;
import dev.incidentlab.drill.scenario.Scenario.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads {@code scenario.yaml}. A file describes; it runs no code. */
public final class ScenarioReader {
  /** The file's name within the scenario's folder. */
  public static final String FILE = "scenario.yaml";

  private static final int FORMAT = 1;

  /**
   * What scenario files may refer to.
   *
   * @param faults names that {@code inject} may take
   * @param probes names that conditions may take
   * @param oracles names that {@code oracles} and {@code caughtBy} may take
   * @param components words that a diagnosis has for components
   * @param mechanisms words that a diagnosis has for mechanisms
   */
  public record Vocabulary(
      Set<String> faults,
      Set<String> probes,
      Set<String> oracles,
      Set<String> components,
      Set<String> mechanisms) {}

  private final Vocabulary vocabulary;
  private final List<Problem> problems = new ArrayList<>();
  private LocalDate date = LocalDate.EPOCH;

  private ScenarioReader(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
  }

  /**
   * Reads a scenario's folder.
   *
   * @throws InvalidScenarioException with all problems, if there are any
   */
  public static Scenario read(Path folder, Vocabulary vocabulary) throws InvalidScenarioException {
    return new ScenarioReader(vocabulary).readFolder(folder);
  }

  private Scenario readFolder(Path folder) throws InvalidScenarioException {
    Path path = folder.resolve(FILE);
    String file = folder.getFileName() + "/" + FILE;
    Node root = parse(path, file);
    Scenario scenario;
    try (YamlMap yaml = new YamlMap(file, "", root, problems)) {
      scenario = read(yaml, folder.getFileName().toString());
    }
    if (!problems.isEmpty()) {
      throw new InvalidScenarioException(problems);
    }
    return scenario;
  }

  private static Node parse(Path path, String file) throws InvalidScenarioException {
    try {
      LoadSettings settings = LoadSettings.builder().setUseMarks(true).setLabel(file).build();
      return new Compose(settings)
          .composeString(Files.readString(path))
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

  /** Without one, nothing would be waited for, and symptoms would be read too early. */
  private List<Condition> barrier(YamlMap yaml) {
    List<Condition> barrier = yaml.maps("barrier", this::condition);
    if (barrier.isEmpty()) {
      yaml.problem("barrier", "barrier is missing; say when all that was published is taken in");
    }
    return barrier;
  }

  private static InvalidScenarioException invalid(String file, int line, String message) {
    return new InvalidScenarioException(List.of(new Problem(file, line, message)));
  }

  private Scenario read(YamlMap yaml, String folder) {
    int format = yaml.wholeNumber("format", 1);
    if (format > FORMAT) {
      yaml.problem(
          "format", "format %d is newer than this lab, which reads %d".formatted(format, FORMAT));
    }
    String id = yaml.text("id");
    if (!id.equals(folder)) {
      yaml.problem(
          "id", "id is '%s', but the folder is '%s'; they must agree".formatted(id, folder));
    }
    Clock clock = yaml.map("clock", this::clock);
    List<TimedFault> faults = yaml.maps("faults", this::fault);
    return new Scenario(
        id,
        yaml.text("title"),
        yaml.wholeNumber("minutes", 1),
        yaml.texts("skills"),
        yaml.text("story"),
        clock,
        yaml.map("workload", w -> new Workload(w.number("rate", 0.1))),
        barrier(yaml),
        yaml.maps("steadyState", this::condition),
        yaml.texts("observeAt").stream().map(t -> instant(yaml, "observeAt", t)).toList(),
        faults,
        yaml.maps("alerts", this::alert),
        yaml.maps("mustManifest", this::condition),
        oracles(yaml),
        yaml.map("thresholds", t -> new Thresholds(t.duration("freshness"))),
        yaml.maps("hints", h -> new Hint(h.text("text"), h.wholeNumber("cost", 0))),
        yaml.maps("solutions", fix -> fix(fix, false)),
        yaml.maps("adversarialFixes", fix -> fix(fix, true)),
        yaml.text("runbook"),
        yaml.optionalMap("diagnosis", d -> ScoringReader.diagnosis(d, vocabulary)),
        yaml.optionalMap("scoring", s -> ScoringReader.scoring(s, faults, this::at)));
  }

  private Clock clock(YamlMap yaml) {
    date = yaml.date("date");
    Clock clock =
        new Clock(
            at(yaml.time("history")),
            at(yaml.time("start")),
            at(yaml.time("page")),
            at(yaml.time("deadline")));
    boolean inOrder =
        clock.history().isBefore(clock.start())
            && clock.start().isBefore(clock.page())
            && clock.page().isBefore(clock.deadline());
    if (!inOrder) {
      yaml.problem("history", "clock must go history < start < page < deadline");
    }
    return clock;
  }

  private List<String> oracles(YamlMap yaml) {
    List<String> oracles = yaml.texts("oracles");
    if (oracles.isEmpty()) {
      yaml.problem(
          "oracles", "oracles is empty; a verdict needs at least one of " + vocabulary.oracles());
    }
    oracles.forEach(oracle -> known(yaml, "oracles", oracle, vocabulary.oracles()));
    return oracles;
  }

  private TimedFault fault(YamlMap yaml) {
    String inject = yaml.text("inject");
    known(yaml, "inject", inject, vocabulary.faults());
    return new TimedFault(
        at(yaml.time("at")), inject, yaml.plain("args"), yaml.maps("until", this::condition));
  }

  private AlertRule alert(YamlMap yaml) {
    String severity = yaml.text("severity");
    Alert.Severity parsed = Alert.Severity.WARNING;
    try {
      parsed = Alert.Severity.valueOf(severity.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      yaml.problem("severity", "severity is '%s'; use warning or page".formatted(severity));
    }
    return new AlertRule(yaml.text("name"), parsed, condition(yaml));
  }

  private Condition condition(YamlMap yaml) {
    String probe = yaml.text("probe");
    known(yaml, "probe", probe, vocabulary.probes());
    boolean above = yaml.has("above");
    if (above == yaml.has("atMost")) {
      yaml.problem("probe", "a condition needs one of above and atMost");
      return new Condition(probe, Condition.Comparison.ABOVE, 0, "0");
    }
    String key = above ? "above" : "atMost";
    String limit = yaml.text(key);
    return new Condition(
        probe,
        above ? Condition.Comparison.ABOVE : Condition.Comparison.AT_MOST,
        limit(yaml, key, limit),
        limit);
  }

  private static double limit(YamlMap yaml, String key, String text) {
    for (Function<String, Double> parse :
        List.<Function<String, Double>>of(Double::valueOf, ScenarioReader::seconds)) {
      try {
        return parse.apply(text);
      } catch (RuntimeException e) {
        continue; // The next form may fit; if none does, that is the problem below.
      }
    }
    yaml.problem(
        key, "%s must be a number or a duration such as 10m, but is '%s'".formatted(key, text));
    return 0;
  }

  private static double seconds(String duration) {
    Duration d = YamlMap.parseDuration(duration);
    return d.toMillis() / 1000.0;
  }

  private Fix fix(YamlMap yaml, boolean adversarial) {
    String caughtBy = null;
    if (adversarial) {
      caughtBy = yaml.text("caughtBy");
      known(yaml, "caughtBy", caughtBy, vocabulary.oracles());
    }
    return new Fix(
        yaml.text("id"),
        yaml.text("title"),
        caughtBy,
        yaml.maps("steps", s -> new Step(s.text("run"), s.text("why", ""))));
  }

  private void known(YamlMap yaml, String key, String name, Set<String> names) {
    if (!name.isEmpty() && !names.contains(name)) {
      yaml.problem(
          key, "%s '%s' is unknown; known: %s".formatted(key, name, String.join(", ", names)));
    }
  }

  private Instant instant(YamlMap yaml, String key, String text) {
    try {
      return at(LocalTime.parse(text));
    } catch (java.time.DateTimeException e) {
      yaml.problem(
          key, "%s must hold times of day such as \"08:30\", but has '%s'".formatted(key, text));
      return at(LocalTime.MIDNIGHT);
    }
  }

  private Instant at(LocalTime time) {
    return date.atTime(time).toInstant(ZoneOffset.UTC);
  }
}
