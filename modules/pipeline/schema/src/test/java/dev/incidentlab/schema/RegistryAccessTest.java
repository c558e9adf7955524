package dev.incidentlab.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a client identifies itself to a registry, and what it says of one that it cannot use. */
class RegistryAccessTest {
  @TempDir private Path folder;
  private HttpServer http;
  private int status = 200;
  private String body = "[]";
  private final List<String> authorizations = new CopyOnWriteArrayList<>();

  @BeforeEach
  void start() throws IOException {
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext(
        "/",
        exchange -> {
          authorizations.add(
              String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
          byte[] answer = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    http.start();
  }

  @AfterEach
  void stop() {
    http.stop(0);
  }

  private SchemaRegistry registry(String settings) throws IOException {
    Path file = Files.writeString(folder.resolve("client.properties"), settings);
    return new SchemaRegistry(
        "http://127.0.0.1:" + http.getAddress().getPort(), ClientConfig.read(file), "");
  }

  @Test
  void aUserAndPasswordGoWithEachRequest() throws IOException {
    assertThat(registry("basic.auth.user.info = me:word").trouble()).isEmpty();

    String pair = Base64.getEncoder().encodeToString("me:word".getBytes(StandardCharsets.UTF_8));
    assertThat(authorizations).containsExactly("Basic " + pair);
  }

  @Test
  void aTokenGoesWithEachRequest() throws IOException {
    assertThat(registry("bearer.auth.token = t0").trouble()).isEmpty();

    assertThat(authorizations).containsExactly("Bearer t0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      nullValues = "nothing",
      value = {
        "401 | nothing                                             | credentials are missing or are not accepted (HTTP status 401)",
        "403 | {\"error_code\": 40301, \"message\": \"no\"}        | credentials are missing or are not accepted (HTTP status 403)",
        "404 | <html>no such page</html>                           | there is no Confluent API under this path (HTTP status 404)",
        "404 | {\"error_code\": 404, \"message\": \"not found\"}   | there is no Confluent API under this path (HTTP status 404)",
        "502 | <html>bad gateway</html>                            | HTTP status 502",
        "500 | {\"error_code\": 50001, \"message\": \"no store\"}  | no store; error code: 50001"
      })
  void whatIsWrongIsSaidInAFewWords(int answered, String with, String said) throws IOException {
    status = answered;
    body = with == null ? "" : with;

    SchemaRegistry registry = registry("basic.auth.user.info = me:word");

    assertThat(registry.trouble()).contains(said);
    assertThatThrownBy(registry::subjects)
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageEndingWith("cannot list subjects: " + said);
  }

  @Test
  void settingsThatCannotBeUsedAreSaid() {
    assertThatThrownBy(() -> registry("schema.registry.ssl.truststore.password = word"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the client settings for registry http://127.0.0.1")
        .hasMessageContaining("trust store is not specified");
  }
}
