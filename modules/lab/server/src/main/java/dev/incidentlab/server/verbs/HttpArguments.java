package dev.incidentlab.server.verbs;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.incidentlab.api.LabClient;
import dev.incidentlab.api.Parameter;
import dev.incidentlab.api.Request;
import dev.incidentlab.api.Verb;
import io.javalin.http.Context;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A request's arguments by name, as texts: of a looking verb from the query, of others from a body
 * that is one JSON object with values of the types that the API's description gives.
 */
final class HttpArguments {
  static final int LONGEST_BODY = 65_536;

  static final String TOO_LONG =
      "the body has more than %,d bytes; send less".formatted(LONGEST_BODY);

  private static final String JSON_TYPE = "application/json";
  private static final int LONGEST_NAME = 100;
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private HttpArguments() {}

  static Arguments of(Verb verb, Context context) {
    Map<String, String> values =
        verb.effect() == Verb.Effect.LOOKS ? query(verb, context) : body(verb, context);
    return new Arguments(verb.words(), values);
  }

  /** Who asks, for the journal. */
  static String who(Context context) {
    String header = context.header(LabClient.AS);
    if (header == null || header.isBlank()) {
      return "api";
    }
    String name = decoded(header).strip();
    if (name.isEmpty()
        || name.length() > LONGEST_NAME
        || name.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "header %s has %d characters; it must be a name of 1 to %d, in one line"
              .formatted(LabClient.AS, name.length(), LONGEST_NAME));
    }
    return name;
  }

  private static String decoded(String header) {
    try {
      return URLDecoder.decode(header, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "header %s is no percent-encoded UTF-8; write a percent sign as %%25"
              .formatted(LabClient.AS),
          e);
    }
  }

  private static Map<String, String> query(Verb verb, Context context) {
    Map<String, String> arguments = new TreeMap<>();
    context
        .queryParamMap()
        .forEach(
            (name, values) -> {
              if (values.size() > 1) {
                throw new IllegalArgumentException(
                    "%s: %s is given %d times; give it once"
                        .formatted(verb.words(), name, values.size()));
              }
              arguments.put(name, values.get(0));
            });
    return arguments;
  }

  private static Map<String, String> body(Verb verb, Context context) {
    // A page of somewhere else could send any other type through the browser without asking.
    if (!JSON_TYPE.equals(mediaType(context))) {
      throw new HttpProblem(
          415,
          "unsupported media type",
          "%s: Content-Type is '%s'; it must be %s"
              .formatted(verb.words(), mediaType(context), JSON_TYPE));
    }
    if (!context.queryParamMap().isEmpty()) {
      throw new IllegalArgumentException(
          "%s: arguments %s stand in the query; what acts takes them in the body, as JSON"
              .formatted(verb.words(), context.queryParamMap().keySet()));
    }
    byte[] body = context.bodyAsBytes();
    Map<String, String> arguments = new TreeMap<>();
    if (!new String(body, StandardCharsets.UTF_8).isBlank()) {
      object(verb, body)
          .properties()
          .forEach(
              e -> {
                if (!e.getValue().isNull()) {
                  arguments.put(e.getKey(), text(verb, e.getKey(), e.getValue()));
                }
              });
    }
    return arguments;
  }

  private static String mediaType(Context context) {
    String type = context.contentType();
    return type == null ? "" : type.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
  }

  private static JsonNode object(Verb verb, byte[] body) {
    String shape = "%s: the body %s; it must be one JSON object of arguments by name";
    try {
      JsonNode json = JSON.readTree(body);
      if (!json.isObject()) {
        throw new IllegalArgumentException(
            shape.formatted(verb.words(), "is of JSON type " + type(json)));
      }
      return json;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          shape.formatted(
              verb.words(),
              e.getLocation() == null
                  ? "is no JSON"
                  : "is no JSON at line %d, column %d"
                      .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr())),
          e);
    } catch (IOException e) {
      throw new IllegalArgumentException(shape.formatted(verb.words(), "cannot be read"), e);
    }
  }

  private static String text(Verb verb, String name, JsonNode value) {
    Parameter parameter = Request.of(verb).parameter(name).orElse(null);
    // Of an unknown argument the name is what is wrong, and that is said where names are checked.
    boolean right =
        parameter == null
            || switch (parameter.form().jsonType()) {
              case "integer" -> value.isIntegralNumber();
              case "number" -> value.isNumber();
              case "boolean" -> value.isBoolean();
              default -> value.isTextual();
            };
    if (!right) {
      throw new IllegalArgumentException(
          "%s: %s is of JSON type %s; it must be of type %s: %s"
              .formatted(
                  verb.words(), name, type(value), parameter.form().jsonType(), parameter.words()));
    }
    return value.isBigDecimal() ? value.decimalValue().toPlainString() : value.asText();
  }

  private static String type(JsonNode value) {
    return value.getNodeType().name().toLowerCase(Locale.ROOT);
  }
}
