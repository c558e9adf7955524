package dev.incidentlab.drill.scenario;

import dev.incidentlab.drill.scenario.InvalidScenarioException.Problem;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * The values of a mapping in a file. A key that is missing, of another type or out of range adds a
 * problem with its file and line and yields a stand-in, so that one reading finds all problems;
 * {@link #close} adds one for each key that nobody asked for.
 */
final class YamlMap extends Fields implements AutoCloseable {
  private final String path;
  private final Node node;
  private final List<Problem> problems;
  private final Map<String, Node> values = new LinkedHashMap<>();
  private final Map<String, Node> keys = new LinkedHashMap<>();
  private final Set<String> asked = new LinkedHashSet<>();

  YamlMap(String path, Node node, List<Problem> problems) {
    this.path = path;
    this.node = node;
    this.problems = problems;
    if (node instanceof MappingNode mapping) {
      mapping.getValue().forEach(this::put);
    } else {
      problem(node, path + " must be a mapping of keys to values");
    }
  }

  private void put(NodeTuple tuple) {
    if (!(tuple.getKeyNode() instanceof ScalarNode scalar)) {
      problem(tuple.getKeyNode(), "a key of %s must be a text".formatted(here()));
      return;
    }
    String key = scalar.getValue();
    if (values.put(key, tuple.getValueNode()) != null) {
      problem(tuple.getKeyNode(), path(key) + " stands here twice; keep one of the two");
    }
    keys.put(key, tuple.getKeyNode());
  }

  /** Takes from another mapping the keys that this one does not have. */
  void inherit(Node base) {
    if (base instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        if (tuple.getKeyNode() instanceof ScalarNode scalar
            && !values.containsKey(scalar.getValue())) {
          put(tuple);
        }
      }
    }
  }

  private boolean has(String key) {
    asked.add(key);
    return values.containsKey(key);
  }

  @Override
  String text(String key, String about) {
    return scalar(key, "a text", Function.identity(), "");
  }

  @Override
  Optional<String> optionalText(String key, String about) {
    return ifThere(key, () -> text(key, about));
  }

  @Override
  String word(String key, Collection<String> words, String about) {
    String word = text(key, about);
    requireKnown(key, word, words);
    return word;
  }

  @Override
  int wholeNumber(String key, int least, String about) {
    int value = scalar(key, "a whole number", Integer::valueOf, least);
    requireAtLeast(key, value, least);
    return value;
  }

  @Override
  Optional<Long> optionalWholeNumber(String key, String about) {
    return ifThere(key, () -> scalar(key, "a whole number", Long::valueOf, 0L));
  }

  @Override
  double number(String key, double least, String about) {
    double value = scalar(key, "a number", Double::valueOf, least);
    requireAtLeast(key, value, least);
    return value;
  }

  @Override
  Optional<Boolean> optionalFlag(String key, String about) {
    return ifThere(key, () -> scalar(key, "true or false", YamlMap::flag, false));
  }

  private static boolean flag(String text) {
    if (!text.equals("true") && !text.equals("false")) {
      throw new IllegalArgumentException("neither true nor false: " + text);
    }
    return Boolean.parseBoolean(text);
  }

  @Override
  LocalDate date(String key, String about) {
    return scalar(key, "a date such as 2026-03-03", LocalDate::parse, LocalDate.EPOCH);
  }

  @Override
  LocalTime time(String key, String about) {
    return scalar(key, TIME, LocalTime::parse, LocalTime.MIDNIGHT);
  }

  @Override
  Optional<LocalTime> optionalTime(String key, String about) {
    return ifThere(key, () -> time(key, about));
  }

  @Override
  Duration duration(String key, String about) {
    return scalar(key, DURATION, Fields::parseDuration, Duration.ZERO);
  }

  @Override
  Optional<Duration> optionalDuration(String key, String about) {
    return ifThere(key, () -> duration(key, about));
  }

  @Override
  <T> T map(String key, String about, Function<Fields, T> read) {
    Node value = required(key);
    if (value == null) {
      return SchemaFields.standIn(read);
    }
    try (YamlMap map = new YamlMap(path(key), value, problems)) {
      return read.apply(map);
    }
  }

  @Override
  <T> Optional<T> optionalMap(String key, String about, Function<Fields, T> read) {
    return ifThere(key, () -> map(key, about, read));
  }

  @Override
  <T> List<T> maps(String key, String about, Function<Fields, T> read) {
    return items(
        key,
        (item, index) -> {
          try (YamlMap map = new YamlMap(path(key) + "[" + index + "]", item, problems)) {
            return read.apply(map);
          }
        });
  }

  @Override
  <T> List<T> someMaps(String key, String about, Function<Fields, T> read) {
    List<T> items = maps(key, about, read);
    if (items.isEmpty()) {
      problem(key, "%s is missing or empty; it needs at least one: %s".formatted(path(key), about));
    }
    return items;
  }

  @Override
  List<String> texts(String key, String about) {
    return scalars(key, "a text", Function.identity());
  }

  @Override
  List<String> words(String key, Collection<String> words, String about) {
    List<String> found = texts(key, about);
    found.forEach(word -> requireKnown(key, word, words));
    return found;
  }

  @Override
  List<LocalTime> times(String key, String about) {
    return scalars(key, TIME, LocalTime::parse);
  }

  @Override
  Map<String, Object> plain(String key, String about) {
    if (!has(key)) {
      return Map.of();
    }
    Map<String, Object> result = new LinkedHashMap<>();
    if (values.get(key) instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        if (tuple.getKeyNode() instanceof ScalarNode name) {
          result.put(name.getValue(), plainValue(key, tuple.getValueNode()));
        } else {
          problem(tuple.getKeyNode(), path(key) + " must be a mapping of names to values");
        }
      }
    } else {
      problem(keys.get(key), path(key) + " must be a mapping of names to values");
    }
    return result;
  }

  @Override
  Map.Entry<String, String> oneOf(Map<String, String> about) {
    List<String> there = about.keySet().stream().filter(this::has).toList();
    if (there.size() == 1) {
      return Map.entry(there.get(0), text(there.get(0), ""));
    }
    problem(
        node,
        "%s needs one of %s, but has %s"
            .formatted(
                here(),
                String.join(" and ", about.keySet()),
                there.isEmpty() ? "none" : String.join(" and ", there)));
    return Map.entry(about.keySet().iterator().next(), "");
  }

  @Override
  void problem(String key, String message) {
    problem(keys.getOrDefault(key, node), message);
  }

  /** Reports keys that nobody asked for. */
  @Override
  public void close() {
    for (String key : values.keySet()) {
      if (!asked.contains(key)) {
        problem(
            key,
            "%s is not a key here; known keys: %s".formatted(path(key), String.join(", ", asked)));
      }
    }
  }

  private Object plainValue(String key, Node value) {
    if (value instanceof MappingNode) {
      try (YamlMap nested = new YamlMap(path(key), value, problems)) {
        Map<String, Object> result = new LinkedHashMap<>();
        nested.values.forEach((name, inner) -> result.put(name, scalarValue(name, inner)));
        nested.asked.addAll(nested.values.keySet());
        return result;
      }
    }
    return scalarValue(key, value);
  }

  private Object scalarValue(String key, Node value) {
    if (!(value instanceof ScalarNode scalar)) {
      problem(value, path(key) + " may hold texts, numbers and booleans only");
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
      for (Node item : sequence.getValue()) {
        result.add(read.apply(item, result.size()));
      }
    } else {
      problem(keys.get(key), path(key) + " must be a list");
    }
    return result;
  }

  private <T> List<T> scalars(String key, String what, Function<String, T> parse) {
    List<T> found = new ArrayList<>();
    items(key, (item, index) -> parsed(path(key), what, item, parse))
        .forEach(item -> item.ifPresent(found::add));
    return found;
  }

  private <T> T scalar(String key, String what, Function<String, T> parse, T otherwise) {
    Node value = required(key);
    return value == null ? otherwise : parsed(path(key), what, value, parse).orElse(otherwise);
  }

  private <T> Optional<T> parsed(String where, String what, Node value, Function<String, T> parse) {
    if (!(value instanceof ScalarNode scalar)) {
      problem(value, "%s must be %s".formatted(where, what));
      return Optional.empty();
    }
    try {
      return Optional.of(parse.apply(scalar.getValue()));
    } catch (DateTimeException | IllegalArgumentException e) {
      problem(value, "%s must be %s, but is '%s'".formatted(where, what, scalar.getValue()));
      return Optional.empty();
    }
  }

  private <T> Optional<T> ifThere(String key, Supplier<T> read) {
    return has(key) ? Optional.ofNullable(read.get()) : Optional.empty();
  }

  private void requireKnown(String key, String word, Collection<String> words) {
    if (!word.isEmpty() && !words.contains(word)) {
      problem(
          key,
          "%s '%s' is unknown; known: %s".formatted(path(key), word, String.join(", ", words)));
    }
  }

  private void requireAtLeast(String key, double value, double least) {
    if (value < least) {
      problem(
          key,
          "%s must be at least %s, but is %s".formatted(path(key), number(least), number(value)));
    }
  }

  private static String number(double value) {
    return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
  }

  private Node required(String key) {
    if (!has(key)) {
      problem(node, path(key) + " is missing; add it");
    }
    return values.get(key);
  }

  private void problem(Node at, String message) {
    problems.add(at(at, message));
  }

  /** A problem at a node's place. */
  static Problem at(Node at, String message) {
    return at.getStartMark()
        .map(mark -> new Problem(mark.getName(), mark.getLine() + 1, message))
        .orElseGet(() -> new Problem("", 0, message));
  }

  private String here() {
    return path.isEmpty() ? "the file" : path;
  }

  private String path(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
