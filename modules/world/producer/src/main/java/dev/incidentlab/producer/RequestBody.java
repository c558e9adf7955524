package dev.incidentlab.producer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A request's JSON object with exactly the fields that the request has. */
final class RequestBody {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final JsonNode object;

  private RequestBody(JsonNode object) {
    this.object = object;
  }

  /**
   * @throws IllegalArgumentException if the bytes are no JSON object, or it has other fields
   */
  static RequestBody parse(byte[] bytes, Set<String> fields) {
    JsonNode node;
    try {
      node =
          bytes.length == 0
              ? JSON.createObjectNode()
              : JSON.readTree(new String(bytes, StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the body is no JSON: " + e.getOriginalMessage(), e);
    }
    if (!node.isObject()) {
      throw new IllegalArgumentException(
          "the body is a JSON %s; send an object".formatted(node.getNodeType()));
    }
    for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!fields.contains(name)) {
        throw new IllegalArgumentException(
            "field %s is unknown; the fields are %s".formatted(name, new TreeSet<>(fields)));
      }
    }
    return new RequestBody(node);
  }

  boolean has(String field) {
    return object.hasNonNull(field);
  }

  Instant instant(String field) {
    String text = text(field);
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "%s is \"%s\"; write an instant such as 2026-03-03T05:00:00Z".formatted(field, text), e);
    }
  }

  double number(String field) {
    JsonNode value = required(field);
    if (!value.isNumber()) {
      throw new IllegalArgumentException("%s is %s; it is a number".formatted(field, value));
    }
    return value.doubleValue();
  }

  int count(String field, int max) {
    JsonNode value = required(field);
    if (!value.isInt() || value.intValue() < 1 || value.intValue() > max) {
      throw new IllegalArgumentException(
          "%s is %s; it is a whole number from 1 to %d".formatted(field, value, max));
    }
    return value.intValue();
  }

  boolean flag(String field) {
    JsonNode value = required(field);
    if (!value.isBoolean()) {
      throw new IllegalArgumentException("%s is %s; it is true or false".formatted(field, value));
    }
    return value.booleanValue();
  }

  String text(String field) {
    JsonNode value = required(field);
    if (!value.isTextual()) {
      throw new IllegalArgumentException("%s is %s; it is a text".formatted(field, value));
    }
    return value.textValue();
  }

  <E extends Enum<E>> E constant(String field, Class<E> type) {
    String text = text(field);
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equals(text)) {
        return constant;
      }
    }
    String names =
        Arrays.stream(type.getEnumConstants()).map(Enum::name).collect(Collectors.joining(", "));
    throw new IllegalArgumentException(
        "%s is \"%s\"; it is one of %s".formatted(field, text, names));
  }

  private JsonNode required(String field) {
    JsonNode value = object.get(field);
    if (value == null || value.isNull()) {
      throw new IllegalArgumentException("field %s is missing".formatted(field));
    }
    return value;
  }
}
