package dev.incidentlab.drill.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/** Notes which keys are asked for, and of what types, as a JSON Schema. */
final class SchemaFields extends Fields {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TIME_FORM = "^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$";

  private final ObjectNode schema = JSON.createObjectNode();
  private final ObjectNode properties;
  private final ArrayNode required;

  private SchemaFields() {
    schema.put("type", "object");
    properties = schema.putObject("properties");
    required = schema.putArray("required");
    schema.put("additionalProperties", false);
  }

  /** The schema of scenario files, for what may stand in them here. */
  static JsonNode of(Vocabulary vocabulary) {
    SchemaFields root = new SchemaFields();
    new ScenarioKeys(vocabulary).read(root, new ScenarioReader.Texts("", "", Path.of("")));
    // One that extends another needs only these.
    root.required.removeAll();
    List.of("format", "id", "title", "difficulty", "minutes").forEach(root.required::add);
    ObjectNode schema = JSON.createObjectNode();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", "scenario.yaml of Incident Lab");
    schema.setAll(root.schema);
    return schema;
  }

  /** What a reading yields where there is nothing to read. */
  static <T> T standIn(Function<Fields, T> read) {
    return read.apply(new SchemaFields());
  }

  private ObjectNode put(String key, String about, String type) {
    ObjectNode property = properties.putObject(key);
    property.put("description", about);
    property.put("type", type);
    return property;
  }

  private ObjectNode need(String key, String about, String type) {
    required.add(key);
    return put(key, about, type);
  }

  private static void words(ObjectNode property, Collection<String> words) {
    ArrayNode values = property.putArray("enum");
    new TreeSet<>(words).forEach(values::add);
  }

  @Override
  String text(String key, String about) {
    need(key, about, "string");
    return "";
  }

  @Override
  Optional<String> optionalText(String key, String about) {
    put(key, about, "string");
    return Optional.empty();
  }

  @Override
  String word(String key, Collection<String> words, String about) {
    words(need(key, about, "string"), words);
    return words.iterator().next();
  }

  @Override
  int wholeNumber(String key, int least, String about) {
    need(key, about, "integer").put("minimum", least);
    return least;
  }

  @Override
  Optional<Long> optionalWholeNumber(String key, String about) {
    put(key, about, "integer");
    return Optional.empty();
  }

  @Override
  double number(String key, double least, String about) {
    need(key, about, "number").put("minimum", least);
    return least;
  }

  @Override
  Optional<Boolean> optionalFlag(String key, String about) {
    put(key, about, "boolean");
    return Optional.empty();
  }

  @Override
  LocalDate date(String key, String about) {
    // YAML reads a bare date as one, JSON Schema knows none: editors take it for a text.
    need(key, about, "string").put("format", "date");
    return LocalDate.EPOCH;
  }

  @Override
  LocalTime time(String key, String about) {
    need(key, about, "string").put("pattern", TIME_FORM);
    return LocalTime.MIDNIGHT;
  }

  @Override
  Optional<LocalTime> optionalTime(String key, String about) {
    put(key, about, "string").put("pattern", TIME_FORM);
    return Optional.empty();
  }

  @Override
  Duration duration(String key, String about) {
    need(key, about, "string").put("pattern", "^" + DURATION_FORM + "$");
    return Duration.ZERO;
  }

  @Override
  Optional<Duration> optionalDuration(String key, String about) {
    put(key, about, "string").put("pattern", "^" + DURATION_FORM + "$");
    return Optional.empty();
  }

  @Override
  <T> T map(String key, String about, Function<Fields, T> read) {
    required.add(key);
    return nested(properties, key, about, read);
  }

  @Override
  <T> Optional<T> optionalMap(String key, String about, Function<Fields, T> read) {
    return Optional.of(nested(properties, key, about, read));
  }

  private static <T> T nested(ObjectNode into, String key, String about, Function<Fields, T> read) {
    SchemaFields fields = new SchemaFields();
    T value = read.apply(fields);
    fields.schema.put("description", about);
    into.set(key, fields.schema);
    return value;
  }

  @Override
  <T> List<T> maps(String key, String about, Function<Fields, T> read) {
    nested(put(key, about, "array"), "items", about, read);
    return List.of();
  }

  @Override
  <T> List<T> someMaps(String key, String about, Function<Fields, T> read) {
    required.add(key);
    maps(key, about, read);
    ((ObjectNode) properties.get(key)).put("minItems", 1);
    return List.of();
  }

  @Override
  List<String> texts(String key, String about) {
    put(key, about, "array").putObject("items").put("type", "string");
    return List.of();
  }

  @Override
  List<String> words(String key, Collection<String> words, String about) {
    words(put(key, about, "array").putObject("items").put("type", "string"), words);
    return List.of();
  }

  @Override
  List<LocalTime> times(String key, String about) {
    put(key, about, "array").putObject("items").put("type", "string").put("pattern", TIME_FORM);
    return List.of();
  }

  @Override
  Map<String, Object> plain(String key, String about) {
    put(key, about, "object");
    return Map.of();
  }

  @Override
  Map.Entry<String, String> oneOf(Map<String, String> about) {
    ArrayNode alternatives = schema.putArray("oneOf");
    about.forEach(
        (key, text) -> {
          ObjectNode property = properties.putObject(key);
          property.put("description", text);
          property.putArray("type").add("string").add("number");
          alternatives.addObject().putArray("required").add(key);
        });
    return Map.entry(about.keySet().iterator().next(), "");
  }

  /** What is not there has no problem. */
  @Override
  void problem(String key, String message) {}
}
