package dev.incidentlab.warehouse.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.incidentlab.warehouse.gates.Expectation;
import dev.incidentlab.warehouse.gates.FreshnessGate;
import dev.incidentlab.warehouse.gates.Gate;
import dev.incidentlab.warehouse.gates.NotNull;
import dev.incidentlab.warehouse.gates.Quantile;
import dev.incidentlab.warehouse.gates.RowCount;
import dev.incidentlab.warehouse.gates.Severity;
import dev.incidentlab.warehouse.gates.Unique;
import dev.incidentlab.warehouse.models.ProjectFiles.Age;
import dev.incidentlab.warehouse.models.ProjectFiles.Column;
import dev.incidentlab.warehouse.models.ProjectFiles.ModelEntry;
import dev.incidentlab.warehouse.models.ProjectFiles.Orchestration;
import dev.incidentlab.warehouse.models.ProjectFiles.SensorEntry;
import dev.incidentlab.warehouse.models.ProjectFiles.Table;
import dev.incidentlab.warehouse.models.ProjectFiles.Task;
import dev.incidentlab.warehouse.models.ProjectFiles.Test;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads {@code models.yml}, {@code orchestration.yml} and the models' SQL. */
public final class ProjectReader {
  private static final String MODELS = "models.yml";
  private static final String ORCHESTRATION = "orchestration.yml";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> VARIABLES = Set.of("slice_start", "slice_end");

  private final Function<String, String> files;

  private ProjectReader(Function<String, String> files) {
    this.files = files;
  }

  /** The platform's own models. */
  public static Project standard() {
    return read(ProjectReader::resource);
  }

  /**
   * Reads a project.
   *
   * @param files gives a file's text by its name
   * @throws InvalidProjectException if something in them is wrong
   */
  public static Project read(Function<String, String> files) {
    return new ProjectReader(files).read();
  }

  private static String resource(String name) {
    try (InputStream in = ProjectReader.class.getResourceAsStream("/models/" + name)) {
      if (in == null) {
        throw new IllegalArgumentException("there is no file " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot read " + name, e);
    }
  }

  private interface Step<T> {
    T run();
  }

  /** What goes wrong in a step is said of a file. */
  private static <T> T of(String file, Step<T> step) {
    try {
      return step.run();
    } catch (IllegalArgumentException | DateTimeException | YamlEngineException e) {
      throw new InvalidProjectException(file + ": " + e.getMessage(), e);
    }
  }

  private <T> T yaml(String file, Class<T> type) {
    LoadSettings settings = LoadSettings.builder().setLabel(file).build();
    // Unknown keys are refused: a misspelt gate would otherwise be none.
    return of(
        file, () -> JSON.convertValue(new Load(settings).loadFromString(files.apply(file)), type));
  }

  private Project read() {
    ProjectFiles.Models models = yaml(MODELS, ProjectFiles.Models.class);
    Orchestration orchestration = yaml(ORCHESTRATION, Orchestration.class);
    Map<String, Source> sources = new LinkedHashMap<>();
    Set<String> known =
        of(
            MODELS,
            () -> {
              Map<String, Source> read = new LinkedHashMap<>();
              models
                  .sources()
                  .forEach(
                      group ->
                          group
                              .tables()
                              .forEach(
                                  table -> {
                                    read.put(group.name() + "." + table.name(), source(table));
                                    sources.put(table.name(), source(table));
                                  }));
              return read.keySet();
            });
    Map<String, Model> byName = new LinkedHashMap<>();
    for (Map.Entry<String, Task> task : orchestration.tasks().entrySet()) {
      byName.put(task.getKey(), model(task.getKey(), task.getValue(), models, known));
    }
    models.models().stream()
        .filter(entry -> !byName.containsKey(entry.name()))
        .findFirst()
        .ifPresent(
            entry -> {
              throw invalid(ORCHESTRATION, "model %s has no task; add it", entry.name());
            });
    byName
        .values()
        .forEach(
            model -> {
              if (!orchestration.pools().containsKey(model.pool())) {
                throw invalid(
                    ORCHESTRATION,
                    "task %s has pool %s; pools: %s",
                    model.name(),
                    model.pool(),
                    orchestration.pools().keySet());
              }
            });
    return new Project(
        of(ORCHESTRATION, () -> duration(orchestration.schedule().every())),
        Map.copyOf(orchestration.pools()),
        sources,
        inOrder(byName));
  }

  private static InvalidProjectException invalid(String file, String message, Object... values) {
    return new InvalidProjectException(file + ": " + message.formatted(values), null);
  }

  private static Source source(Table table) {
    List<Gate> gates = new ArrayList<>();
    list(table.dataTests()).forEach(test -> gates.add(gate(table.name(), null, test)));
    for (Column column : list(table.columns())) {
      list(column.dataTests()).forEach(test -> gates.add(gate(table.name(), column.name(), test)));
    }
    return new Source(
        table.name(),
        table.loadedAtField(),
        new FreshnessGate(
            table.name() + ".freshness",
            age(table.freshness().warnAfter()),
            age(table.freshness().errorAfter())),
        List.copyOf(gates));
  }

  private static <T> List<T> list(List<T> given) {
    return given == null ? List.of() : given;
  }

  private static Gate gate(String table, String column, JsonNode declared) {
    if (!declared.isObject() || declared.size() != 1) {
      throw new IllegalArgumentException(
          "table %s: a test is one name with its arguments, but is %s".formatted(table, declared));
    }
    String expectation = declared.fieldNames().next();
    Test test = JSON.convertValue(declared.get(expectation), Test.class);
    if (test.name() == null) {
      throw new IllegalArgumentException(
          "table %s: %s has no name; people must be able to call it".formatted(table, expectation));
    }
    String name = table + (column == null ? "" : "." + column) + "." + test.name();
    Severity severity =
        test.severity() == null
            ? Severity.ERROR
            : Severity.valueOf(test.severity().toUpperCase(Locale.ROOT));
    return new Gate(name, severity, expectation(name, expectation, column, test));
  }

  private static Expectation expectation(String gate, String name, String column, Test test) {
    return switch (name) {
      case "expect_table_row_count_to_be_between" ->
          new RowCount(
              needed(gate, "min_share", test.minShare()),
              needed(gate, "max_share", test.maxShare()));
      case "expect_column_values_to_be_unique" -> new Unique(needed(gate, "a column", column));
      case "expect_column_values_to_not_be_null" ->
          new NotNull(
              needed(gate, "a column", column),
              needed(gate, "mostly", test.mostly()),
              needed(gate, "min_rows", test.minRows()));
      case "expect_column_quantile_values_to_be_between" ->
          new Quantile(
              needed(gate, "a column", column),
              needed(gate, "quantile", test.quantile()),
              needed(gate, "min_value", test.minValue()),
              needed(gate, "min_rows", test.minRows()));
      default -> throw new IllegalArgumentException("gate %s: %s is unknown".formatted(gate, name));
    };
  }

  private static <T> T needed(String gate, String what, T value) {
    if (value == null) {
      throw new IllegalArgumentException("gate %s lacks %s; add it".formatted(gate, what));
    }
    return value;
  }

  private Model model(String name, Task task, ProjectFiles.Models models, Set<String> known) {
    ModelEntry entry =
        models.models().stream()
            .filter(e -> e.name().equals(name))
            .findFirst()
            .orElseThrow(() -> invalid(ORCHESTRATION, "task %s is no model of %s", name, MODELS));
    String file = name + ".sql";
    return of(
        file,
        () -> {
          SqlTemplate sql = new SqlTemplate(files.apply(file));
          unknown("source", sql.sources(), known);
          unknown("ref", sql.refs(), models.models().stream().map(ModelEntry::name).toList());
          unknown("var", sql.variables(), VARIABLES);
          return new Model(
              name,
              entry.description(),
              sql,
              sql.sources().stream().map(s -> s.substring(s.indexOf('.') + 1)).toList(),
              sql.refs(),
              task.pool(),
              task.critical(),
              Optional.ofNullable(task.sensor()).map(ProjectReader::sensor));
        });
  }

  private static void unknown(
      String function, List<String> used, java.util.Collection<String> known) {
    for (String name : used) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException(
            "%s(%s) is unknown; known: %s".formatted(function, name, known));
      }
    }
  }

  private static Sensor sensor(SensorEntry entry) {
    return new Sensor(
        duration(entry.maxLag()), duration(entry.pokeInterval()), duration(entry.timeout()));
  }

  /** Each behind what it reads. */
  private static List<Model> inOrder(Map<String, Model> byName) {
    List<Model> order = new ArrayList<>();
    List<Model> left = new ArrayList<>(byName.values());
    while (!left.isEmpty()) {
      Model next =
          left.stream()
              .filter(m -> order.stream().map(Model::name).toList().containsAll(m.refs()))
              .findFirst()
              .orElseThrow(
                  () ->
                      invalid(
                          MODELS,
                          "these models read each other in a circle: %s",
                          left.stream().map(Model::name).toList()));
      order.add(next);
      left.remove(next);
    }
    return List.copyOf(order);
  }

  private static Duration age(Age age) {
    return Duration.of(
        age.count(), ChronoUnit.valueOf(age.period().toUpperCase(Locale.ROOT) + "S"));
  }

  private static Duration duration(String text) {
    try {
      return Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "'%s' is no duration such as 90s, 5m or 1h".formatted(text), e);
    }
  }
}
