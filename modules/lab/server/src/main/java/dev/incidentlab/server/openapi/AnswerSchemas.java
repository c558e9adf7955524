package dev.incidentlab.server.openapi;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Records as JSON schemas; a record that another one has is a schema of its own, by its name. */
final class AnswerSchemas {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String REF = "#/components/schemas/";
  private static final Map<Class<?>, List<String>> SCALARS =
      Map.of(
          String.class, List.of("string"),
          boolean.class, List.of("boolean"),
          int.class, List.of("integer", "int32"),
          Integer.class, List.of("integer", "int32"),
          long.class, List.of("integer", "int64"),
          Long.class, List.of("integer", "int64"),
          double.class, List.of("number", "double"),
          Double.class, List.of("number", "double"));

  private final Map<String, ObjectNode> schemas = new TreeMap<>();
  private final Map<String, Class<?>> owners = new HashMap<>();

  /** All schemas so far, by name. */
  ObjectNode all() {
    ObjectNode all = JSON.createObjectNode();
    schemas.forEach(all::set);
    return all;
  }

  /** A reference to a record's schema, which is made if it is not there. */
  ObjectNode reference(Class<?> type) {
    String name = type.getSimpleName();
    Class<?> other = owners.putIfAbsent(name, type);
    if (other != null && other != type) {
      throw new IllegalStateException(
          "%s and %s have one name in the API; rename one".formatted(type, other));
    }
    if (other == null) {
      ObjectNode schema = JSON.createObjectNode().put("type", "object");
      ObjectNode properties = JSON.createObjectNode();
      ArrayNode required = JSON.createArrayNode();
      schemas.put(name, schema);
      for (RecordComponent component : type.getRecordComponents()) {
        properties.set(component.getName(), schema(component.getAnnotatedType()));
        required.add(component.getName());
      }
      schema.set("properties", properties);
      schema.set("required", required);
    }
    return JSON.createObjectNode().put("$ref", REF + name);
  }

  private ObjectNode schema(AnnotatedType annotated) {
    ObjectNode schema = schema(annotated, annotated.getType());
    if (!annotated.isAnnotationPresent(Nullable.class)) {
      return schema;
    }
    if (schema.has("$ref")) {
      ObjectNode either = JSON.createObjectNode();
      either.putArray("anyOf").add(schema).add(JSON.createObjectNode().put("type", "null"));
      return either;
    }
    String type = schema.path("type").asText();
    schema.putArray("type").add(type).add("null");
    return schema;
  }

  private ObjectNode schema(AnnotatedType annotated, Type type) {
    ObjectNode schema = JSON.createObjectNode();
    if (type instanceof ParameterizedType generic) {
      AnnotatedType[] arguments =
          ((AnnotatedParameterizedType) annotated).getAnnotatedActualTypeArguments();
      if (generic.getRawType() == List.class) {
        schema.put("type", "array").set("items", schema(arguments[0]));
        return schema;
      }
      if (generic.getRawType() == Map.class && arguments[0].getType() == String.class) {
        schema.put("type", "object").set("additionalProperties", schema(arguments[1]));
        return schema;
      }
    } else if (type instanceof Class<?> plain) {
      if (SCALARS.containsKey(plain)) {
        List<String> scalar = SCALARS.get(plain);
        schema.put("type", scalar.get(0));
        scalar.stream().skip(1).forEach(format -> schema.put("format", format));
        return schema;
      }
      if (plain.isEnum()) {
        ArrayNode names = schema.put("type", "string").putArray("enum");
        Arrays.stream(plain.getEnumConstants()).forEach(c -> names.add(((Enum<?>) c).name()));
        return schema;
      }
      if (plain.isRecord()) {
        return reference(plain);
      }
    }
    throw new IllegalStateException(
        "no schema is known for %s; use records, lists, maps by text and scalars".formatted(type));
  }
}
