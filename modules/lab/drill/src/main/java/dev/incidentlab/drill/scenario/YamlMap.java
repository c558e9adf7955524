package dev.incidentlab.drill.scenario;

import dev.incidentlab.drill.scenario.InvalidScenarioException.Problem;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Typed access to a YAML mapping. A key that is missing, of another type or out of range adds a
 * problem with its line and yields a stand-in, so that one reading finds all problems; {@link
 * #close} adds one for each key that nobody asked for.
 */
final class YamlMap implements AutoCloseable {
  private static final Pattern DURATION = Pattern.compile("(\\d+)(s|m|h)");

  private final String file;
  private final String path;
  private final int line;
  private final List<Problem> problems;
  private final Map<String, Node> values = new LinkedHashMap<>();
  private final Map<String, Integer> lines = new LinkedHashMap<>();
  private final Set<String> asked = new LinkedHashSet<>();

  YamlMap(String file, String path, Node node, List<Problem> problems) {
    this.file = file;
    this.path = path;
    this.line = lineOf(node);
    this.problems = problems;
    if (node instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        String key = ((ScalarNode) tuple.getKeyNode()).getValue();
        values.put(key, tuple.getValueNode());
        lines.put(key, lineOf(tuple.getKeyNode()));
      }
    } else {
      problem(line, path + " must be a mapping of keys to values");
    }
  }

  int line() {
    return line;
  }

  boolean has(String key) {
    asked.add(key);
    return values.containsKey(key);
  }

  String text(String key) {
    return scalar(key, "a text", Function.identity(), "");
  }

  String text(String key, String otherwise) {
    return has(key) ? text(key) : otherwise;
  }

  int wholeNumber(String key, int least) {
    int value = scalar(key, "a whole number", Integer::valueOf, least);
    return atLeast(key, value, least);
  }

  double number(String key, double least) {
    double value = scalar(key, "a number", Double::valueOf, least);
    return atLeast(key, value, least);
  }

  LocalDate date(String key) {
    return scalar(key, "a date such as 2026-03-03", LocalDate::parse, LocalDate.EPOCH);
  }

  LocalTime time(String key) {
    return scalar(key, "a time of day such as \"09:30\"", LocalTime::parse, LocalTime.MIDNIGHT);
  }

  Duration duration(String key) {
    return scalar(key, "a duration such as 90s, 10m or 2h", YamlMap::parseDuration, Duration.ZERO);
  }

  /** Parses {@code 90s}, {@code 10m} or {@code 2h}. */
  static Duration parseDuration(String text) {
    Matcher m = DURATION.matcher(text);
    if (!m.matches()) {
      throw new DateTimeException("no duration: " + text);
    }
    long amount = Long.parseLong(m.group(1));
    return switch (m.group(2)) {
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      default -> Duration.ofHours(amount);
    };
  }

  /** A nested mapping; an empty one, with a problem, if it is missing. */
  <T> T map(String key, Function<YamlMap, T> read) {
    Node node = required(key);
    if (node == null) {
      return null;
    }
    try (YamlMap map = new YamlMap(file, path(key), node, problems)) {
      return read.apply(map);
    }
  }

  /** A nested mapping that may be absent. */
  <T> Optional<T> optionalMap(String key, Function<YamlMap, T> read) {
    return has(key) ? Optional.of(map(key, read)) : Optional.empty();
  }

  /** A list of mappings; absent means empty. */
  <T> List<T> maps(String key, Function<YamlMap, T> read) {
    return items(
        key,
        (node, index) -> {
          try (YamlMap map = new YamlMap(file, path(key) + "[" + index + "]", node, problems)) {
            return read.apply(map);
          }
        });
  }

  /** A list of texts; absent means empty. */
  List<String> texts(String key) {
    return items(
        key,
        (node, index) -> {
          if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
          }
          problem(lineOf(node), path(key) + " must be a list of texts");
          return "";
        });
  }

  /** A mapping of plain values: texts, numbers and booleans. */
  Map<String, Object> plain(String key) {
    if (!has(key)) {
      return Map.of();
    }
    Map<String, Object> result = new LinkedHashMap<>();
    if (values.get(key) instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        result.put(
            ((ScalarNode) tuple.getKeyNode()).getValue(), plainValue(key, tuple.getValueNode()));
      }
    } else {
      problem(lines.get(key), path(key) + " must be a mapping of names to values");
    }
    return result;
  }

  void problem(String key, String message) {
    problem(lines.getOrDefault(key, line), message);
  }

  /** Reports keys that nobody asked for. */
  @Override
  public void close() {
    for (String key : values.keySet()) {
      if (!asked.contains(key)) {
        problem(
            lines.get(key),
            "%s is not a key here; known keys: %s".formatted(path(key), String.join(", ", asked)));
      }
    }
  }

  private Object plainValue(String key, Node node) {
    if (!(node instanceof ScalarNode scalar)) {
      problem(lineOf(node), path(key) + " may hold texts, numbers and booleans only");
      return "";
    }
    String text = scalar.getValue();
    return switch (scalar.getTag().getValue()) {
      case "tag:yaml.org,2002:int" -> Long.valueOf(text);
      case "tag:yaml.org,2002:float" -> Double.valueOf(text);
      case "tag:yaml.org,2002:bool" -> Boolean.valueOf(text);
      default -> text;
    };
  }

  private <T> List<T> items(String key, BiFunction<Node, Integer, T> read) {
    List<T> result = new ArrayList<>();
    if (!has(key)) {
      return result;
    }
    if (values.get(key) instanceof SequenceNode sequence) {
      for (Node node : sequence.getValue()) {
        result.add(read.apply(node, result.size()));
      }
    } else {
      problem(lines.get(key), path(key) + " must be a list");
    }
    return result;
  }

  private <T> T scalar(String key, String what, Function<String, T> parse, T otherwise) {
    Node node = required(key);
    if (node == null) {
      return otherwise;
    }
    if (node instanceof ScalarNode scalar) {
      try {
        return parse.apply(scalar.getValue());
      } catch (DateTimeException | IllegalArgumentException e) {
        problem(
            lineOf(node),
            "%s must be %s, but is '%s'".formatted(path(key), what, scalar.getValue()));
        return otherwise;
      }
    }
    problem(lineOf(node), "%s must be %s".formatted(path(key), what));
    return otherwise;
  }

  private <N extends Number & Comparable<N>> N atLeast(String key, N value, N least) {
    if (value.compareTo(least) < 0) {
      problem(
          lines.getOrDefault(key, line),
          "%s must be at least %s, but is %s".formatted(path(key), least, value));
    }
    return value;
  }

  private int atLeast(String key, int value, int least) {
    return atLeast(key, Integer.valueOf(value), Integer.valueOf(least));
  }

  private double atLeast(String key, double value, double least) {
    return atLeast(key, Double.valueOf(value), Double.valueOf(least));
  }

  private Node required(String key) {
    if (!has(key)) {
      problem(line, path(key) + " is missing; add it");
    }
    return values.get(key);
  }

  private void problem(int at, String message) {
    problems.add(new Problem(file, at, message));
  }

  private String path(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  private static int lineOf(Node node) {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
  }
}
