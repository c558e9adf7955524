package dev.incidentlab.server.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.incidentlab.stack.Component;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of a platform that does not answer as it should, and of settings that are wrong. */
class PlatformHealthTest {
  @TempDir private Path folder;
  private HttpServer http;
  private int status = 200;
  private String body = "";

  @BeforeEach
  void start() throws IOException {
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext(
        "/",
        exchange -> {
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

  private PlatformAccess access(String settings) throws IOException {
    URI url = URI.create("http://127.0.0.1:" + http.getAddress().getPort());
    Path file = Files.writeString(folder.resolve("client.properties"), settings);
    return new PlatformAccess("127.0.0.1:1", url, url, Optional.of(file), "run.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      nullValues = "nothing",
      value = {
        "200 | {\"taskmanagers\": 2}         | nothing",
        "200 | {\"taskmanagers\": 0}         | the job manager knows of no task manager",
        "200 | <html>log in</html>           | what answers is not Flink's REST API: its answer is no JSON",
        "401 | nothing                       | credentials are missing or are not accepted (HTTP status 401)",
        "404 | <html>no such page</html>     | HTTP status 404",
        "404 | {\"errors\": [\"Not found.\"]} | Not found."
      })
  void ofFlink(int answered, String with, String said) throws IOException {
    status = answered;
    body = with == null ? "" : with;
    PlatformAccess access = access("");

    try (KafkaTopics topics = new KafkaTopics(access)) {
      Optional<String> trouble =
          PlatformHealth.probes(topics, access.registry(), new FlinkRest(access))
              .get(Component.FLINK_TASKMANAGER)
              .trouble();

      assertThat(trouble).isEqualTo(Optional.ofNullable(said));
    }
  }

  @Test
  void ofAPortWhereNobodyListens() throws IOException {
    PlatformAccess access = access("");
    http.stop(0);

    try (KafkaTopics topics = new KafkaTopics(access)) {
      var probes = PlatformHealth.probes(topics, access.registry(), new FlinkRest(access));

      assertThat(probes.get(Component.FLINK_JOBMANAGER).trouble()).contains("connection refused");
      assertThat(probes.get(Component.KAFKA).trouble())
          .contains("no broker answered in time; is security.protocol that of its listener?");
    }
  }

  @Test
  void aLoginThatCannotBeReadIsNotQuoted() throws IOException {
    PlatformAccess access =
        access(
            """
            security.protocol=SASL_PLAINTEXT
            sasl.mechanism=PLAIN
            sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule hunter2;
            """);

    assertThatThrownBy(() -> new KafkaTopics(access))
        .isInstanceOf(IllegalArgumentException.class)
        .hasNoCause()
        .hasMessageContaining("sasl.jaas.config for kafka at 127.0.0.1:1 cannot be read")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void aTrustStoreThatIsNotThereIsNamed() throws IOException {
    PlatformAccess access =
        access("security.protocol=SSL\nssl.truststore.location=/nowhere/trust.p12\n");

    assertThatThrownBy(() -> new KafkaTopics(access))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the client settings for kafka at 127.0.0.1:1 cannot be used: there is no file /nowhere/trust.p12; correct them");
  }
}
