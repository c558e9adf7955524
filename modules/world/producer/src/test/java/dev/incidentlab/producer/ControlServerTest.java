package dev.incidentlab.producer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ControlServerTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path directory;

  private final HttpClient client = HttpClient.newHttpClient();
  private Workshop workshop;
  private PublishingLoop loop;
  private ControlServer server;

  private record Answer(int code, JsonNode body) {}

  @BeforeEach
  void start() throws IOException {
    workshop = Workshop.fresh(directory);
    loop = new PublishingLoop(workshop.upstream, Clock.fixed(Workshop.START, ZoneOffset.UTC));
    loop.start();
    server = ControlServer.start(0, "");
  }

  @AfterEach
  void stop() throws IOException, InterruptedException {
    assertThat(loop.stop(Duration.ofSeconds(10))).isTrue();
    server.stop();
    workshop.close();
  }

  @Test
  void untilItIsReadyItSaysWhatItWaitsFor() throws Exception {
    // Given
    server.waitingFor("the registry");

    // When
    Answer answer = send("GET", "/health", "");

    // Then
    assertThat(answer.code).isEqualTo(503);
    assertThat(answer.body.get("error").textValue()).contains("the registry");
    assertThat(send("POST", "/advance", "{}").code).isEqualTo(503);
    server.ready(loop);
    assertThat(send("GET", "/health", "").code).isEqualTo(200);
  }

  @Test
  void theStatusHasEveryFieldOfItsContract() throws Exception {
    server.ready(loop);
    Answer answer = send("GET", "/status", "");
    assertThat(answer.code).isEqualTo(200);
    assertThat(answer.body)
        .isEqualTo(
            JSON.readTree(
                """
                {"mode":"HELD","publishedThrough":"2026-03-03T07:29:00Z",
                 "published":{"ad-events":0,"billing-events":0},
                 "endOffsets":{"ad-events":{"0":0,"1":0,"2":0,"3":0},
                               "billing-events":{"0":0,"1":0}},
                 "v2Share":0.0,"viewThrough":false,"layout":"late","error":null}
                """));
  }

  @Test
  void theCommandsPublish() throws Exception {
    // Given
    server.ready(loop);

    // When
    send("POST", "/rollout", "{\"v2Share\":0.25,\"viewThrough\":true,\"layout\":\"early\"}");
    send("POST", "/advance", "{\"to\":\"2026-03-03T07:29:20Z\"}");
    send(
        "POST",
        "/poison",
        "{\"kind\":\"NOT_AVRO\",\"topic\":\"ad-events\",\"at\":\"2026-03-03T07:29:20Z\",\"count\":2}");
    Answer answer = send("GET", "/status", "");

    // Then
    assertThat(answer.body.get("publishedThrough").textValue()).isEqualTo("2026-03-03T07:29:20Z");
    assertThat(answer.body.get("v2Share").doubleValue()).isEqualTo(0.25);
    assertThat(answer.body.get("viewThrough").booleanValue()).isTrue();
    assertThat(answer.body.get("layout").textValue()).isEqualTo("early");
    assertThat(answer.body.get("published").get("ad-events").longValue())
        .isEqualTo(workshop.ledgered(Topics.AD_EVENTS).size())
        .isGreaterThan(100);
  }

  @Test
  void theLoopFollowsTheStoryClockUntilPaused() throws Exception {
    // Given: a wall clock that stands still, so all that is due is due at once.
    server.ready(loop);
    send(
        "POST",
        "/live",
        "{\"storyAt\":\"2026-03-03T07:29:07.9Z\",\"wallAt\":\"%s\",\"pace\":1.0}"
            .formatted(Workshop.START));

    // When
    Answer answer = send("POST", "/pause", "");

    // Then
    assertThat(answer.body.get("mode").textValue()).isEqualTo("PAUSED");
    assertThat(answer.body.get("publishedThrough").textValue()).isEqualTo("2026-03-03T07:29:07Z");
  }

  @Test
  void aCommandThatDoesNotFitTheModeIsAConflict() throws Exception {
    server.ready(loop);
    send(
        "POST",
        "/live",
        "{\"storyAt\":\"2026-03-03T07:29:00Z\",\"wallAt\":\"2026-03-03T07:29:00Z\",\"pace\":1}");
    Answer answer = send("POST", "/advance", "{\"to\":\"2026-03-03T07:30:00Z\"}");
    assertThat(answer.code).isEqualTo(409);
    assertThat(answer.body.get("error").textValue()).contains("pause it first");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0001',
      value = {
        "/advance | {} | field to is missing",
        "/advance | {\"to\":\"noon\"} | write an instant",
        "/advance | {\"to\":\"2026-03-03T07:28:00Z\"} | what is published stays",
        "/advance | {\"to\":\"2026-03-03T07:30:00Z\",\"fast\":true} | field fast is unknown",
        "/advance | {\"to\": | no JSON",
        "/advance | [] | send an object",
        "/rollout | {\"v2Share\":2,\"viewThrough\":false} | v2Share is 2.0",
        "/rollout | {\"v2Share\":\"1\",\"viewThrough\":false} | it is a number",
        "/rollout | {\"v2Share\":1,\"viewThrough\":0} | it is true or false",
        "/rollout | {\"v2Share\":1,\"viewThrough\":true,\"layout\":\"last\"} | layout is \"last\"; it is one of late, early",
        "/rollout | {\"v2Share\":1,\"viewThrough\":true,\"layout\":2} | layout is 2; it is a text",
        "/live | {\"storyAt\":\"2026-03-03T07:29:00Z\",\"wallAt\":\"2026-03-03T07:29:00Z\",\"pace\":0} | pace is 0.0",
        "/poison | {\"kind\":\"BAD\",\"topic\":\"ad-events\",\"at\":\"2026-03-03T07:29:00Z\",\"count\":1} | it is one of NOT_AVRO",
        "/poison | {\"kind\":\"NOT_AVRO\",\"topic\":\"x\",\"at\":\"2026-03-03T07:29:00Z\",\"count\":1} | topic is x",
        "/poison | {\"kind\":\"NOT_AVRO\",\"topic\":\"ad-events\",\"at\":\"2026-03-03T07:29:00Z\",\"count\":0} | a whole number from 1"
      })
  void aBadRequestIsNamed(String path, String body, String message) throws Exception {
    server.ready(loop);
    Answer answer = send("POST", path, body);
    assertThat(answer.code).isEqualTo(400);
    assertThat(answer.body.get("error").textValue()).contains(message);
    assertThat(workshop.sent()).isEmpty();
  }

  @Test
  void unknownPathsAndWrongMethodsAreRefused() throws Exception {
    server.ready(loop);
    assertThat(send("GET", "/advance", "").code).isEqualTo(405);
    assertThat(send("POST", "/status", "{}").code).isEqualTo(405);
    assertThat(send("POST", "/publish", "{}").code).isEqualTo(404);
  }

  @Test
  void whoHasNotTheKeyIsToldOnlyWhetherItIsReady() throws Exception {
    ControlServer locked = ControlServer.start(0, "sesame");
    try {
      locked.ready(loop);
      for (String key : new String[] {"", "Bearer ", "Bearer sesam", "sesame"}) {
        assertThat(send(locked, key, "GET", "/health", "").code).isEqualTo(200);
        Answer status = send(locked, key, "GET", "/status", "");
        assertThat(status.code).isEqualTo(401);
        assertThat(status.body).hasSize(1);
        assertThat(send(locked, key, "POST", "/rollout", "{}").code).isEqualTo(401);
        assertThat(send(locked, key, "GET", "/nosuch", "").code).isEqualTo(401);
      }
      assertThat(send(locked, "Bearer sesame", "GET", "/status", "").code).isEqualTo(200);
    } finally {
      locked.stop();
    }
  }

  private Answer send(String method, String path, String body)
      throws IOException, InterruptedException {
    return send(server, "", method, path, body);
  }

  private Answer send(
      ControlServer to, String authorization, String method, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + to.port() + path))
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    HttpResponse<String> response =
        client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    return new Answer(response.statusCode(), JSON.readTree(response.body()));
  }
}
