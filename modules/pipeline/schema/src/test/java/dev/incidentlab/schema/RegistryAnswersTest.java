package dev.incidentlab.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.incidentlab.schema.UndecodableException.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a registry may answer over HTTP, and whose fault it is then: the record's or its own. */
class RegistryAnswersTest {
  private static final Schema V1 = AdEventSamples.V1;
  private static final byte[] FRAME = WireFormat.encode(1, V1, AdEventSamples.v1("feed_top"));
  private static final String BY_ID = "/schemas/ids/1";
  private static final String OTHER_ID = "/schemas/ids/7";
  private static final Answer NOT_FOUND =
      new Answer(404, "{\"error_code\": 40403, \"message\": \"not found\"}");
  private static final String VERSIONS = "/subjects/ads-value/versions";

  private HttpServer http;
  private SchemaRegistry registry;
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final List<String> asked = new ArrayList<>();

  private record Answer(int status, String body) {}

  @BeforeEach
  void start() throws IOException {
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext(
        "/",
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          synchronized (asked) {
            asked.add(path);
          }
          Answer answer = answers.getOrDefault(path, new Answer(500, "not in this test"));
          byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    http.start();
    registry = new SchemaRegistry("http://127.0.0.1:" + http.getAddress().getPort());
  }

  @AfterEach
  void stop() {
    http.stop(0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      nullValues = "nothing",
      value = {
        "404 | {\"error_code\": 40401, \"message\": \"subject not found\"}",
        "404 | {\"error_code\": 404, \"message\": \"HTTP 404 Not Found\"}",
        "404 | {\"error_code\": 40400, \"message\": \"no context\"}",
        "404 | {}",
        "404 | <html>no such page</html>",
        "404 | nothing",
        "200 | <html>log in</html>",
        "200 | {}",
        "200 | null",
        "200 | []",
        "200 | {\"schema\": null}",
        "200 | {\"schema\": \"\\\"stri",
        "200 | nothing",
        "204 | nothing",
        "401 | {\"error_code\": 401, \"message\": \"log in\"}",
        "403 | {\"error_code\": 40301, \"message\": \"no\"}",
        "408 | nothing",
        "422 | {\"error_code\": 42201, \"message\": \"no\"}",
        "429 | {\"error_code\": 429, \"message\": \"slow down\"}",
        "500 | {\"error_code\": 50001, \"message\": \"the store failed\"}",
        "502 | <html>bad gateway</html>",
        "503 | nothing",
        "504 | nothing"
      })
  void everyAnswerButThatTheIdIsNotKnownIsTheRegistrysTrouble(int status, String body)
      throws Exception {
    RegistryDecoder decoder = new RegistryDecoder(registry, Contracts.AD_EVENT, 1);
    answers.put(BY_ID, new Answer(status, body == null ? "" : body));

    assertThatThrownBy(() -> decoder.decode(FRAME))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining("cannot read schema id 1");

    // And once it answers, the record is read: nothing of the trouble was kept.
    answers.put(BY_ID, schema(V1.toString()));
    assertThat(decoder.decode(FRAME)).isEqualTo(AdEventSamples.v1("feed_top"));
  }

  @Test
  void anIdThatTheRegistryDoesNotKnowIsBadDataUntilItDoes() throws Exception {
    RegistryDecoder decoder = new RegistryDecoder(registry, Contracts.AD_EVENT, 1);
    itHasGivenAnotherSchema();
    answers.put(BY_ID, NOT_FOUND);

    assertReason(decoder, Reason.UNKNOWN_SCHEMA_ID);
    assertReason(decoder, Reason.UNKNOWN_SCHEMA_ID);
    assertThat(asked).containsExactly(OTHER_ID, BY_ID, BY_ID);

    // The record behind one of an unknown id may be of an id that was registered in between.
    answers.put(BY_ID, schema(V1.toString()));
    assertThat(decoder.decode(FRAME)).isEqualTo(AdEventSamples.v1("feed_top"));
    decoder.decode(FRAME);
    assertThat(asked).hasSize(4);
  }

  private void itHasGivenAnotherSchema() throws Exception {
    answers.put(OTHER_ID, schema(V1.toString()));
    assertThat(registry.byId(7)).isEqualTo(V1);
  }

  @Test
  void oneThatCameBackJustNowMayNotHaveLoadedTheSchemaYet() throws Exception {
    RegistryDecoder decoder = new RegistryDecoder(registry, Contracts.AD_EVENT, 1);
    itHasGivenAnotherSchema();
    answers.put(BY_ID, new Answer(503, ""));
    assertThatThrownBy(() -> decoder.decode(FRAME))
        .isInstanceOf(RegistryUnavailableException.class);

    // As Apicurio does while it reads its journal from Kafka.
    answers.put(BY_ID, NOT_FOUND);
    assertThatThrownBy(() -> decoder.decode(FRAME))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining("it may not have loaded all that it has");

    answers.put(BY_ID, schema(V1.toString()));
    assertThat(decoder.decode(FRAME)).isEqualTo(AdEventSamples.v1("feed_top"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{\"schemaType\": \"PROTOBUF\", \"schema\": \"message A {}\"} | is of type PROTOBUF, not AVRO",
        "{\"schemaType\": \"JSON\", \"schema\": \"{}\"}               | is of type JSON, not AVRO",
        "{\"schema\": \"{\\\"type\\\": \\\"strong\\\"}\"}             | is not one that Avro can parse",
        "{\"schema\": \"\\\"long\\\"\"}                               | no version of contract ad-event up to 1"
      })
  void aSchemaThatIsThereAndCannotBeReadByIsBadData(String body, String why) {
    RegistryDecoder decoder = new RegistryDecoder(registry, Contracts.AD_EVENT, 1);
    answers.put(BY_ID, new Answer(200, body));

    assertThatThrownBy(() -> decoder.decode(FRAME))
        .isInstanceOfSatisfying(
            UndecodableException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.NO_COMPATIBLE_READER))
        .hasMessageContaining(why);
  }

  @Test
  void aSchemaWhoseReferencesCannotBeHadIsTheRegistrysTrouble() throws Exception {
    String text = V1.toString().replace("\"type\":\"string\",\"doc\"", "\"type\":\"Text\",\"doc\"");
    answers.put(
        BY_ID,
        new Answer(
            200,
            new ObjectMapper()
                .writeValueAsString(
                    Map.of(
                        "schema",
                        text,
                        "references",
                        List.of(Map.of("name", "Text", "subject", "text", "version", 1))))));
    answers.put("/subjects/text/versions/1", new Answer(503, ""));

    assertThatThrownBy(() -> registry.byId(1)).isInstanceOf(RegistryUnavailableException.class);
  }

  @Test
  void whichReaderReadsDoesNotDependOnWhatIsRegistered() throws Exception {
    // Given that nothing is registered but the writer's schema
    answers.put(BY_ID, schema(AdEventSamples.V2.toString()));
    byte[] frame =
        WireFormat.encode(
            1,
            AdEventSamples.V2,
            AdEventSamples.v2("VIEW_THROUGH", AdEventSamples.attribution("last_click", 7), "top"));

    assertThat(new RegistryDecoder(registry, Contracts.AD_EVENT, 2).decode(frame).get("event_type"))
        .hasToString("VIEW_THROUGH");
    assertThat(new RegistryDecoder(registry, Contracts.AD_EVENT, 1).decode(frame).get("event_type"))
        .hasToString("UNKNOWN");
  }

  @Test
  void aRegistryThatIsAwayOrSilentIsTrouble() throws Exception {
    http.stop(0);
    assertThatThrownBy(() -> registry.byId(1)).isInstanceOf(RegistryUnavailableException.class);

    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      SchemaRegistry unanswering =
          new SchemaRegistry(
              "http://127.0.0.1:" + silent.getLocalPort(),
              ClientConfig.none(),
              "",
              Duration.ofMillis(50));
      assertThatThrownBy(() -> unanswering.byId(1))
          .isInstanceOf(RegistryUnavailableException.class)
          .hasRootCauseInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void onlyTheRegistryItselfCanSayThatItHasNoVersions() {
    answers.put(VERSIONS, new Answer(404, "{\"error_code\": 40401, \"message\": \"no subject\"}"));
    assertThat(registry.versions("ads-value")).isEmpty();

    answers.put(VERSIONS, new Answer(404, "<html>no such page</html>"));
    assertThatThrownBy(() -> registry.versions("ads-value"))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining("list the versions of ads-value");
  }

  @Test
  void aVersionThatGoesWhileItIsReadIsLeftOut() throws Exception {
    answers.put(VERSIONS, new Answer(200, "[1, 2]"));
    answers.put(
        VERSIONS + "/1", new Answer(404, "{\"error_code\": 40402, \"message\": \"no version\"}"));
    answers.put(
        VERSIONS + "/2",
        new Answer(
            200,
            new ObjectMapper()
                .writeValueAsString(
                    Map.of(
                        "subject", "ads-value", "version", 2, "id", 5, "schema", V1.toString()))));

    assertThat(registry.versions("ads-value"))
        .containsExactly(new SchemaRegistry.SubjectVersion("ads-value", 2, 5, V1));
  }

  private static Answer schema(String avro) throws IOException {
    return new Answer(200, new ObjectMapper().writeValueAsString(Map.of("schema", avro)));
  }

  private static void assertReason(RegistryDecoder decoder, Reason reason) {
    assertThatThrownBy(() -> decoder.decode(FRAME))
        .isInstanceOfSatisfying(
            UndecodableException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }
}
