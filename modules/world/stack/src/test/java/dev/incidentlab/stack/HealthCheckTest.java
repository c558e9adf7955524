package dev.incidentlab.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HealthCheckTest {

  private HttpServer server;
  private URI root;

  @BeforeEach
  void serve() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    root = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    answer("/good", 200, "two slots");
    answer("/bad", 503, "starting");
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void onlyASuccessfulAnswerCounts() {
    assertThat(HealthCheck.http(root.resolve("/good")).answers()).isTrue();
    assertThat(HealthCheck.http(root.resolve("/bad")).answers()).isFalse();
  }

  @Test
  void theBodyMayHaveToSaySomething() {
    assertThat(HealthCheck.http(root.resolve("/good"), b -> b.contains("slots")).answers())
        .isTrue();
    assertThat(HealthCheck.http(root.resolve("/good"), String::isEmpty).answers()).isFalse();
  }

  @Test
  void aServerOfAnotherProtocolIsNoBroker() {
    assertThat(HealthCheck.kafka("127.0.0.1", root.getPort()).answers()).isFalse();
  }

  @Test
  void nobodyListeningIsNoAnswer() {
    server.stop(0);

    assertThat(HealthCheck.http(root.resolve("/good")).answers()).isFalse();
    assertThat(HealthCheck.kafka("127.0.0.1", root.getPort()).answers()).isFalse();
  }

  private void answer(String path, int status, String body) {
    server.createContext(
        path,
        exchange -> {
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
          try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
          }
        });
  }
}
