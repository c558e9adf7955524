package dev.incidentlab.server.openapi;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.incidentlab.api.LabClient;
import dev.incidentlab.api.Parameter;
import dev.incidentlab.api.Problem;
import dev.incidentlab.api.Request;
import dev.incidentlab.api.Verb;
import dev.incidentlab.server.metrics.Metrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The HTTP API as OpenAPI 3.1, made of what each verb takes and answers. {@code docs/openapi.json}
 * is this, kept with the sources.
 */
public final class OpenApi {
  /** Where a server has it. */
  public static final String PATH = "/openapi.json";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String JSON_TYPE = "application/json";

  /** Error statuses of all verbs; 404 and 405 are of paths that none has. */
  private static final Map<Integer, String> ERRORS =
      new TreeMap<>(
          Map.of(
              400, "an argument is unknown, missing or wrong, or the body is no JSON object",
              403, "the Host header names no loopback address",
              409, "right in itself, but not at this time of the drill",
              500, "the lab failed"));

  private static final Map<Integer, String> ERRORS_OF_BODIES =
      new TreeMap<>(Map.of(413, "the body is too long", 415, "Content-Type is not " + JSON_TYPE));

  private OpenApi() {}

  /** The whole description. */
  public static ObjectNode document() {
    AnswerSchemas schemas = new AnswerSchemas();
    ObjectNode document = JSON.createObjectNode().put("openapi", "3.1.0");
    document
        .putObject("info")
        .put("title", "Incident Lab")
        .put("version", "1")
        .put(
            "description",
            "The verbs of a running lab, on loopback only. Looking verbs are GET with arguments in"
                + " the query; others are POST with one JSON object. Every error is "
                + Problem.MEDIA_TYPE
                + ", also 404 for a path and 405 for a method that is not here. A run's server.json"
                + " says where its lab listens.")
        .putObject("license")
        .put("name", "Apache-2.0")
        .put("identifier", "Apache-2.0");
    ObjectNode server = document.putArray("servers").addObject();
    server.put("url", "http://127.0.0.1:{port}");
    server
        .putObject("variables")
        .putObject("port")
        .put("default", "8080")
        .put("description", "as server.json or `drill --port api=N` says");
    ObjectNode paths = document.putObject("paths");
    describe(paths, PATH, "openapi", "this description", "OpenAPI 3.1", JSON_TYPE, "object");
    describe(
        paths,
        Metrics.PATH,
        "metrics",
        "what monitoring scrapes",
        "Prometheus text, or OpenMetrics if that is accepted",
        "text/plain",
        "string");
    for (Verb verb : Verb.values()) {
      String method = verb.effect() == Verb.Effect.LOOKS ? "get" : "post";
      paths.putObject(verb.path()).set(method, operation(Request.of(verb), schemas));
    }
    schemas.reference(Problem.class);
    ObjectNode components = document.putObject("components");
    components.set("schemas", schemas.all());
    components
        .putObject("parameters")
        .putObject("As")
        .put("name", LabClient.AS)
        .put("in", "header")
        .put("description", "who uses the verb, for the journal; percent-encoded UTF-8")
        .set("schema", JSON.createObjectNode().put("type", "string"));
    ObjectNode responses = components.putObject("responses");
    ERRORS.forEach((status, text) -> problem(responses, status, text, schemas));
    ERRORS_OF_BODIES.forEach((status, text) -> problem(responses, status, text, schemas));
    return document;
  }

  /** What is no verb: it takes nothing, and answers in a type of its own. */
  private static void describe(
      ObjectNode paths,
      String path,
      String operationId,
      String summary,
      String answer,
      String mediaType,
      String schemaType) {
    ObjectNode get = paths.putObject(path).putObject("get");
    get.put("operationId", operationId).put("summary", summary);
    ObjectNode responses = get.putObject("responses");
    responses
        .putObject("200")
        .put("description", answer)
        .putObject("content")
        .putObject(mediaType)
        .putObject("schema")
        .put("type", schemaType);
    refer(responses, List.of(403));
  }

  private static ObjectNode operation(Request request, AnswerSchemas schemas) {
    Verb verb = request.verb();
    boolean looks = verb.effect() == Verb.Effect.LOOKS;
    ObjectNode operation = JSON.createObjectNode();
    operation.put("operationId", operationId(verb));
    operation.putArray("tags").add(verb.effect().name().toLowerCase(Locale.ROOT));
    operation.put("summary", request.summary());
    ArrayNode parameters = operation.putArray("parameters");
    parameters.addObject().put("$ref", "#/components/parameters/As");
    if (looks) {
      request.parameters().forEach(p -> parameters.add(inQuery(p)));
    } else {
      operation.set("requestBody", body(request));
    }
    ObjectNode responses = operation.putObject("responses");
    responses
        .putObject("200")
        .put("description", "the answer")
        .putObject("content")
        .putObject(JSON_TYPE)
        .set("schema", schemas.reference(request.answer()));
    List<Integer> errors = new ArrayList<>(ERRORS.keySet());
    if (!looks) {
      errors.addAll(ERRORS_OF_BODIES.keySet());
    }
    refer(responses, errors);
    return operation;
  }

  private static ObjectNode inQuery(Parameter parameter) {
    ObjectNode node = JSON.createObjectNode();
    node.put("name", parameter.name()).put("in", "query").put("required", parameter.required());
    node.put("description", parameter.description()).set("schema", schema(parameter));
    return node;
  }

  private static ObjectNode body(Request request) {
    ObjectNode schema = JSON.createObjectNode().put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    for (Parameter parameter : request.parameters()) {
      properties.set(
          parameter.name(), schema(parameter).put("description", parameter.description()));
    }
    List<String> required =
        request.parameters().stream().filter(Parameter::required).map(Parameter::name).toList();
    if (!required.isEmpty()) {
      ArrayNode names = schema.putArray("required");
      required.forEach(names::add);
    }
    schema.put("additionalProperties", false);
    ObjectNode body = JSON.createObjectNode().put("required", !required.isEmpty());
    body.putObject("content").putObject(JSON_TYPE).set("schema", schema);
    return body;
  }

  private static ObjectNode schema(Parameter parameter) {
    ObjectNode schema = JSON.createObjectNode().put("type", parameter.form().jsonType());
    switch (parameter.form()) {
      case TEXT, FLAG -> {}
      case ABOVE_ZERO -> schema.put("exclusiveMinimum", 0);
      case COUNT -> schema.put("minimum", 0).put("maximum", 999_999_999);
      case WHOLE_NUMBER -> schema.put("minimum", 0);
      default -> schema.put("pattern", "^(?:" + parameter.form().pattern() + ")$");
    }
    if (!parameter.values().isEmpty()) {
      ArrayNode values = schema.putArray("enum");
      parameter.values().forEach(values::add);
    }
    return schema;
  }

  private static void problem(
      ObjectNode responses, int status, String text, AnswerSchemas schemas) {
    responses
        .putObject("Problem" + status)
        .put("description", text)
        .putObject("content")
        .putObject(Problem.MEDIA_TYPE)
        .set("schema", schemas.reference(Problem.class));
  }

  private static void refer(ObjectNode responses, List<Integer> errors) {
    for (int status : errors) {
      responses
          .putObject(Integer.toString(status))
          .put("$ref", "#/components/responses/Problem" + status);
    }
  }

  /** The words run together, {@code jobRestart}. */
  private static String operationId(Verb verb) {
    StringBuilder id = new StringBuilder();
    for (String word : verb.words().split("[ -]")) {
      id.append(
          id.isEmpty() ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
    }
    return id.toString();
  }
}
