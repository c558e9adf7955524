package dev.incidentlab.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Asks a lab whatever it can be asked, by the paths and arguments that its own description has, and
 * keeps what it answered. Each good answer is held against its schema.
 */
final class EveryAnswer {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonSchemaFactory SCHEMAS =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
  private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:\\d+");

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI url;
  private final JsonNode description;

  /** By method, path and arguments. */
  private final Map<String, String> answers = new LinkedHashMap<>();

  EveryAnswer(String url) throws IOException, InterruptedException {
    this.url = URI.create(url);
    this.description = JSON.readTree(get("/openapi.json"));
  }

  Map<String, String> answers() {
    return answers;
  }

  /**
   * Looks by every looking verb: with the values that are known for its arguments, one after the
   * other, and as often with values that lead astray.
   *
   * @param values by argument; the first is used where another argument is tried
   * @return the operations that gave a good answer at least once
   */
  Set<String> lookEverywhere(Map<String, List<String>> values)
      throws IOException, InterruptedException {
    Set<String> answered = new LinkedHashSet<>();
    for (var path : description.path("paths").properties()) {
      JsonNode get = path.getValue().path("get");
      if (get.isMissingNode()) {
        continue;
      }
      List<String> names = new ArrayList<>();
      Map<String, String> needed = new TreeMap<>();
      for (JsonNode parameter : get.path("parameters")) {
        if (parameter.has("name")) {
          String name = parameter.path("name").asText();
          names.add(name);
          if (parameter.path("required").asBoolean()) {
            assertThat(values).as("a value for %s of %s", name, path.getKey()).containsKey(name);
            needed.put(name, values.get(name).get(0));
          }
        }
      }
      good(answered, path.getKey(), get, needed);
      for (String name : names) {
        for (String value : values.getOrDefault(name, List.of("nosuch"))) {
          Map<String, String> arguments = new TreeMap<>(needed);
          arguments.put(name, value);
          good(answered, path.getKey(), get, arguments);
        }
      }
    }
    return answered;
  }

  private void good(Set<String> answered, String path, JsonNode get, Map<String, String> arguments)
      throws IOException, InterruptedException {
    StringBuilder query = new StringBuilder(path);
    arguments.forEach(
        (name, value) ->
            query
                .append(query.indexOf("?") < 0 ? '?' : '&')
                .append(name)
                .append('=')
                .append(encoded(value)));
    HttpResponse<String> answer = send(HttpRequest.newBuilder(uri(query.toString())));
    keep("GET " + query, answer);
    if (answer.statusCode() == 200) {
      answered.add(path);
      // What is no JSON has no schema.
      if (get.at("/responses/200/content").has("application/json")) {
        holdAgainst(get, query.toString(), answer.body());
      }
    }
  }

  /** Uses an acting verb; what it answers is held against its schema too. */
  int act(String path, String body) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        send(
            HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    keep("POST %s %s".formatted(path, body), answer);
    JsonNode post = description.path("paths").path(path).path("post");
    if (answer.statusCode() == 200) {
      holdAgainst(post, path, answer.body());
    }
    return answer.statusCode();
  }

  /** Every acting verb with an argument that it does not take: nothing is done. */
  void actWrongly() throws IOException, InterruptedException {
    for (var path : description.path("paths").properties()) {
      if (path.getValue().has("post")) {
        assertThat(act(path.getKey(), "{\"nosuch\": 1}")).as(path.getKey()).isEqualTo(400);
      }
    }
  }

  /** What other servers say whose addresses stand in the answers so far. */
  Set<String> followAddresses(List<String> paths) throws IOException, InterruptedException {
    Set<String> addresses = new LinkedHashSet<>();
    answers
        .values()
        .forEach(a -> ADDRESS.matcher(a).results().forEach(m -> addresses.add(m.group())));
    for (String address : addresses) {
      for (String path : paths) {
        URI there = URI.create(address + path);
        keep("GET " + there, send(HttpRequest.newBuilder(there)));
        keep(
            "POST " + there,
            send(HttpRequest.newBuilder(there).POST(BodyPublishers.ofString("{}"))));
      }
    }
    return addresses;
  }

  /** What stands in files whose paths are in the answers so far, below a folder. */
  Set<Path> readFilesBelow(Path folder) throws IOException {
    Set<Path> files = new LinkedHashSet<>();
    Pattern path = Pattern.compile(Pattern.quote(folder.toString()) + "[\\w./=-]*");
    answers.forEach(
        (question, answer) ->
            path.matcher(answer)
                .results()
                .map(MatchResult::group)
                // What was asked for may be said again when it is refused.
                .filter(there -> !question.contains(encoded(there)) && !question.contains(there))
                .map(Path::of)
                .filter(Files::isRegularFile)
                .forEach(files::add));
    for (Path file : files) {
      answers.put(
          "file " + folder.relativize(file),
          new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
    }
    return files;
  }

  /** A request line as it is, which an HTTP client would first make right. */
  void raw(String target, String host) throws IOException {
    try (Socket socket = new Socket(url.getHost(), url.getPort());
        InputStream in = socket.getInputStream()) {
      socket
          .getOutputStream()
          .write(
              "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                  .formatted(target, host)
                  .getBytes(StandardCharsets.US_ASCII));
      answers.put(
          "raw %s of %s".formatted(target, host),
          new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private String get(String path) throws IOException, InterruptedException {
    HttpResponse<String> answer = send(HttpRequest.newBuilder(uri(path)));
    keep("GET " + path, answer);
    return answer.body();
  }

  private void keep(String what, HttpResponse<String> answer) {
    answers.put(what, answer.body());
    boolean own = answer.uri().getAuthority().equals(url.getAuthority());
    if (own && answer.statusCode() >= 400) {
      assertThat(answer.headers().firstValue("Content-Type"))
          .as(what)
          .contains("application/problem+json");
      assertThat(answer.statusCode()).as("%s: %s", what, answer.body()).isLessThan(500);
    }
  }

  private void holdAgainst(JsonNode operation, String what, String body) throws IOException {
    ObjectNode root = JSON.createObjectNode();
    root.setAll((ObjectNode) operation.at("/responses/200/content/application~1json/schema"));
    root.set("$defs", description.path("components").path("schemas"));
    String inPlace = root.toString().replace("#/components/schemas/", "#/$defs/");
    JsonSchema schema = SCHEMAS.getSchema(inPlace);
    assertThat(schema.validate(JSON.readTree(body))).as("%s: %s", what, body).isEmpty();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private URI uri(String path) {
    return url.resolve(path);
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
