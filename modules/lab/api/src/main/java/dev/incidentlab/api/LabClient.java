package dev.incidentlab.api;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Talks to a lab server. It uses the JDK's plain connection: the newer client would cost a verb a
 * noticeable part of its time only to load.
 */
public final class LabClient {
  /** Header that says who uses the verb. */
  public static final String AS = "Lab-As";

  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final int BAD_GATEWAY = 502;

  private final ObjectMapper json =
      new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);
  private final String url;
  private final String who;
  private final Duration patience;

  /**
   * @param who the name that the journal shows
   * @param patience how long an answer may take
   */
  public LabClient(String url, String who, Duration patience) {
    this.url = url;
    this.who = who;
    this.patience = patience;
  }

  /**
   * Uses a verb.
   *
   * @param arguments by name; nulls are left out
   * @throws LabException if the lab refuses, fails or cannot be reached
   */
  public <T extends Answer> T use(Verb verb, Map<String, String> arguments, Class<T> answer) {
    return read(ask(verb, arguments), answer);
  }

  /**
   * Uses a verb and gives the answer as it came.
   *
   * @param arguments by name; nulls are left out
   * @return the answer's JSON, in UTF-8
   * @throws LabException if the lab refuses, fails or cannot be reached
   */
  public byte[] ask(Verb verb, Map<String, String> arguments) {
    try {
      HttpURLConnection connection = open(verb, arguments);
      int status = connection.getResponseCode();
      if (status >= HttpURLConnection.HTTP_BAD_REQUEST) {
        throw refused(status, connection.getErrorStream());
      }
      try (InputStream in = connection.getInputStream()) {
        return in.readAllBytes();
      }
    } catch (IOException e) {
      throw new LabException(
          0,
          "the lab at %s does not answer (%s); see `./lab doctor`".formatted(url, e.getMessage()),
          e);
    }
  }

  /**
   * Reads an answer.
   *
   * @throws LabException if it has another shape
   */
  public <T extends Answer> T read(byte[] body, Class<T> answer) {
    try {
      return json.readValue(body, answer);
    } catch (IOException e) {
      throw new LabException(
          BAD_GATEWAY,
          "the lab at %s gave no %s (%s); are its libraries older than this command? `./lab stop` ends it"
              .formatted(
                  url, answer.getSimpleName(), e.getMessage().lines().findFirst().orElse("")),
          e);
    }
  }

  private HttpURLConnection open(Verb verb, Map<String, String> arguments) throws IOException {
    boolean looks = verb.effect() == Verb.Effect.LOOKS;
    String query = looks ? query(arguments) : "";
    HttpURLConnection connection =
        (HttpURLConnection) URI.create(url + verb.path() + query).toURL().openConnection();
    connection.setConnectTimeout((int) CONNECT.toMillis());
    connection.setReadTimeout((int) patience.toMillis());
    connection.setRequestProperty(AS, URLEncoder.encode(who, StandardCharsets.UTF_8));
    if (!looks) {
      connection.setRequestMethod("POST");
      connection.setRequestProperty("Content-Type", "application/json");
      connection.setDoOutput(true);
      try (OutputStream out = connection.getOutputStream()) {
        json.writeValue(out, body(verb, arguments));
      }
    }
    return connection;
  }

  private ObjectNode body(Verb verb, Map<String, String> arguments) {
    ObjectNode body = json.createObjectNode();
    arguments.forEach(
        (name, value) -> {
          Optional<Parameter> parameter = Request.of(verb).parameter(name);
          if (value != null) {
            // What does not fit is sent as it is: the lab says what is wrong with it.
            boolean fits = parameter.isPresent() && parameter.get().form().fits(value);
            switch (fits ? parameter.get().form().jsonType() : "string") {
              case "integer" -> body.put(name, Long.parseLong(value));
              case "number" -> body.put(name, new BigDecimal(value));
              case "boolean" -> body.put(name, Boolean.parseBoolean(value));
              default -> body.put(name, value);
            }
          }
        });
    return body;
  }

  private static String query(Map<String, String> arguments) {
    return arguments.entrySet().stream()
        .filter(e -> e.getValue() != null)
        .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&", "?", ""));
  }

  private LabException refused(int status, InputStream body) throws IOException {
    if (body == null) {
      return new LabException(status, "the lab answered with HTTP status " + status);
    }
    byte[] bytes = body.readAllBytes();
    try {
      return new LabException(status, json.readValue(bytes, Problem.class).detail());
    } catch (IOException e) {
      return new LabException(
          BAD_GATEWAY,
          "what answers at %s is no lab: %s"
              .formatted(
                  url, new String(bytes, StandardCharsets.UTF_8).lines().findFirst().orElse("")),
          e);
    }
  }
}
