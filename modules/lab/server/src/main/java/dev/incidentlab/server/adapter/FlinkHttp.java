package dev.incidentlab.server.adapter;

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

  HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
    return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
  }
}
