package dev.incidentlab.server.verbs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.incidentlab.api.Problem;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is wrong with a request, the answer is a problem that a person can act on. */
class HttpErrorsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path runs;
  private SmallApi api;

  @BeforeEach
  void start() throws IOException {
    api = new SmallApi(runs);
  }

  @AfterEach
  void close() {
    api.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/v1", "/v1/nosuch", "/v1/logs/../../etc/passwd", "/docs", "/v2/status"})
  void unknownPathsAre404(String path) throws Exception {
    assertProblem(api.get(path), 404, "is no verb; see `./lab --help`, or GET /openapi.json");
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /v1/status, GET",
    "PUT, /v1/stop, POST",
    "DELETE, /v1/sql, GET",
    "GET, /v1/stop, POST",
    "POST, /openapi.json, GET"
  })
  void otherMethodsAre405AndTheRightOneIsNamed(String method, String path, String right)
      throws Exception {
    HttpResponse<String> answer = api.ask(method, path);

    assertProblem(answer, 405, "%s is asked by %s; use %s".formatted(path, method, right));
    assertThat(answer.headers().firstValue("Allow")).contains(right);
    assertThat(api.stopped).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data"})
  void otherContentTypesAre415AndNothingIsDone(String type) throws Exception {
    assertProblem(
        api.post("/v1/stop", type, "{}"), 415, "stop: Content-Type is '" + type + "'; it must be");
    assertThat(api.stopped).isFalse();
  }

  @Test
  void aCharsetIsNoOtherContentType() throws Exception {
    assertThat(api.post("/v1/stop", "application/json; charset=utf-8", "").statusCode())
        .isEqualTo(200);
  }

  @Test
  void longBodiesAre413() throws Exception {
    String body = "{\"text\":\"%s\"}".formatted("x".repeat(HttpArguments.LONGEST_BODY));

    assertProblem(api.post("/v1/say", body), 413, "more than 65,536 bytes; send less");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "{\"text\":}",
        "{\"text\":\"a\"} {}",
        "{\"text\":\"a\",\"text\":\"b\"}",
        "nope"
      })
  void whatIsNoJsonIs400WithItsPlace(String body) throws Exception {
    assertProblem(api.post("/v1/say", body), 400, "say: the body is no JSON at line 1, column ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[]|array",
        "\"text\"|string",
        "1|number",
        "null|null",
      })
  void whatIsNoObjectIs400(String body, String type) throws Exception {
    assertProblem(
        api.post("/v1/say", body),
        400,
        "say: the body is of JSON type " + type + "; it must be one JSON object");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "say|{\"text\":5}|text is of JSON type number; it must be of type string",
        "say|{\"text\":{\"a\":1}}|text is of JSON type object; it must be of type string",
        "say|{\"text\":[\"a\"]}|text is of JSON type array; it must be of type string",
        "table/evolve|{\"table\":\"t\",\"to\":\"2\"}|to is of JSON type string; it must be of type integer",
        "table/evolve|{\"table\":\"t\",\"to\":2.5}|to is of JSON type number; it must be of type integer",
        "table/optimize|{\"table\":\"t\",\"targetSize\":\"64\"}|targetSize is '64'; it must be a size such as 512KB",
        "table/vacuum|{\"table\":\"t\",\"retain\":\"soon\"}|retain is 'soon'; it must be a duration",
        "verify|{\"final\":\"yes\"}|final is of JSON type string; it must be of type boolean",
        "clock/resume|{\"pace\":true}|pace is of JSON type boolean; it must be of type number",
        "clock/resume|{\"pace\":-1}|pace is '-1'; it must be a number above 0",
        "clock/resume|{\"pace\":0}|pace is '0'; it must be a number above 0",
        "job/start|{\"from\":\"newest\"}|from is 'newest'; it must be one of checkpoint, latest",
        "replay/run|{\"from\":\"7:30\"}|from is '7:30'; it must be a story time such as 09:30",
        "gate/override|{\"gate\":\"g\",\"for\":\"soon\",\"reason\":\"r\"}|for is 'soon'; it must be a duration",
        "say|{\"txt\":\"a\"}|argument 'txt' is unknown; known: answer, text, to",
        "hint|{\"number\":1}|argument 'number' is unknown; it takes none",
        "say|{}|text is missing; it must be a text, and `./lab say --help`",
        "say|{\"text\":null}|text is missing",
        "say|{\"text\":\" \"}|text is missing",
      })
  void wrongArgumentsOfABodyAre400(String path, String body, String detail) throws Exception {
    assertProblem(api.post("/v1/" + path, body), 400, path.replace('/', ' ') + ": " + detail);
  }

  @ParameterizedTest
  @CsvSource({
    "logs?component=kafka&lines=ten, lines is 'ten'; it must be a whole number",
    "logs?component=kafka&lines=99999999999, at most 9 digits",
    "logs, component is missing",
    "logs?component=kafka&lines=1&lines=2, lines is given 2 times; give it once",
    "logs?component=kafak, logs: 'kafak' is no component; components: kafka",
    "logs?component=../server, '../server'",
    "records?topic=t&offsets=0:1, offsets is '0:1'; it must be PARTITION=OFFSET",
    "journal?verbose=true, 'verbose' is unknown; known: after",
    "gate/list?now=1, now is '1'; it must be true or false",
  })
  void wrongArgumentsOfAQueryAre400(String query, String detail) throws Exception {
    assertProblem(api.get("/v1/" + query), 400, detail);
  }

  @Test
  void whatActsTakesNothingFromTheQuery() throws Exception {
    assertProblem(
        api.post("/v1/say?text=hello", "{}"), 400, "say: arguments [text] stand in the query");
  }

  @Test
  void aWrongNameOfTheCallerIs400() throws Exception {
    String request =
        "GET /v1/journal HTTP/1.1\r\nHost: 127.0.0.1\r\nLab-As: %s\r\nConnection: close\r\n\r\n";

    assertThat(api.raw(request.formatted("100%")))
        .startsWith("HTTP/1.1 400")
        .contains("header Lab-As is no percent-encoded UTF-8")
        .doesNotContain("URLDecoder");
    assertThat(api.raw(request.formatted("x".repeat(101))))
        .startsWith("HTTP/1.1 400")
        .contains("header Lab-As has 101 characters");
    assertThat(api.raw(request.formatted("a%0Ab"))).startsWith("HTTP/1.1 400");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"evil.example", "127.0.0.1.evil.example", "0.0.0.0", "evil@127.0.0.1", ""})
  void foreignHostsAre403OnEveryPath(String host) throws Exception {
    for (String path : new String[] {"/v1/journal", "/openapi.json", "/nosuch"}) {
      assertThat(
              api.raw(
                  "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n".formatted(path, host)))
          .matches("(?s)HTTP/1.1 40[03].*")
          .doesNotContain("\"lines\"", "openapi\"");
    }
  }

  @Test
  void whatFailsInsideIsNotShown() throws Exception {
    // A folder cannot be read as a log.
    Files.createDirectories(runs.resolve("s/1/logs/kafka.log"));
    HttpResponse<String> answer = api.get("/v1/logs?component=kafka");

    assertProblem(answer, 500, "/v1/logs could not be answered; `./lab logs server` shows why");
    assertThat(answer.body()).doesNotContain(runs.toString(), "Exception");
  }

  private static void assertProblem(HttpResponse<String> answer, int status, String detail)
      throws Exception {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith(Problem.MEDIA_TYPE);
    JsonNode problem = JSON.readTree(answer.body());
    assertThat(problem.path("status").asInt()).isEqualTo(status);
    assertThat(problem.path("title").asText()).isNotBlank();
    assertThat(problem.path("detail").asText())
        .contains(detail)
        .doesNotContain("Exception", "\tat ", "jackson");
  }
}
