package dev.incidentlab.server.adapter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Requests to Flink's REST API with what it, or a proxy before it, wants to see: {@code
 * basic.auth.user.info} or {@code bearer.auth.token}; and whom to trust: {@code
 * ssl.truststore.location}, {@code .password} and {@code .type}, named as for Kafka's clients.
 */
final class FlinkHttp {
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;

  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient client;
  private final Optional<String> authorization;

  FlinkHttp(Map<String, String> settings) {
    this.authorization = authorization(settings);
    HttpClient.Builder builder = HttpClient.newBuilder();
    if (settings.containsKey("ssl.truststore.location")) {
      builder.sslContext(trusting(settings));
    }
    this.client = builder.build();
  }

  private static Optional<String> authorization(Map<String, String> settings) {
    return Optional.ofNullable(settings.get("bearer.auth.token"))
        .map(token -> "Bearer " + token)
        .or(
            () ->
                Optional.ofNullable(settings.get("basic.auth.user.info"))
                    .map(info -> info.getBytes(StandardCharsets.UTF_8))
                    .map(info -> "Basic " + Base64.getEncoder().encodeToString(info)));
  }

  private static SSLContext trusting(Map<String, String> settings) {
    Path file = Path.of(settings.get("ssl.truststore.location"));
    String password = settings.getOrDefault("ssl.truststore.password", "");
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore store =
          KeyStore.getInstance(
              settings.getOrDefault("ssl.truststore.type", KeyStore.getDefaultType()));
      store.load(in, password.isEmpty() ? null : password.toCharArray());
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "flink.ssl.truststore.location %s cannot be used (%s); give a trust store and its password"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  HttpRequest.Builder request(URI uri) {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri);
    authorization.ifPresent(value -> request.header("Authorization", value));
    return request;
  }

  /**
   * The answer's JSON.
   *
   * @throws IOException if there is none, or it is a refusal, with the reason
   */
  JsonNode send(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    if (response.statusCode() >= 300) {
      throw new IOException(refusal(response));
    }
    try {
      return response.body().length == 0 ? json.nullNode() : json.readTree(response.body());
    } catch (JsonProcessingException e) {
      // What the parser stumbled over, nobody needs to know: it is another server's page.
      throw new IOException("what answers is not Flink's REST API: its answer is no JSON");
    }
  }

  private String refusal(HttpResponse<byte[]> response) {
    int status = response.statusCode();
    if (status == UNAUTHORIZED || status == FORBIDDEN) {
      return "credentials are missing or are not accepted (HTTP status %d)".formatted(status);
    }
    try {
      return rootCause(json.readTree(response.body()), status);
    } catch (IOException e) {
      return "HTTP status " + status; // Of a proxy, or of another server.
    }
  }

  /** Flink answers with a stack trace in a JSON list; people need its last cause. */
  private static String rootCause(JsonNode body, int status) {
    String cause = "HTTP status " + status;
    for (JsonNode error : body.path("errors")) {
      for (String line : error.asText().lines().toList()) {
        if (line.startsWith("Caused by: ")) {
          cause = line.substring("Caused by: ".length());
        } else if (!line.startsWith("\t") && !line.isBlank() && cause.startsWith("HTTP")) {
          cause = line;
        }
      }
    }
    return cause;
  }
}
