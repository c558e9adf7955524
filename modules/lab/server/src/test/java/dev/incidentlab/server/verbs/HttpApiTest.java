package dev.incidentlab.server.verbs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incidentlab.api.Answers.Phase;
import dev.incidentlab.api.Problem;
import dev.incidentlab.drill.AlertBoard;
import dev.incidentlab.drill.Journal;
import dev.incidentlab.drill.JournalEntry.Kind;
import dev.incidentlab.drill.StoryClock;
import dev.incidentlab.drill.scenario.Scenario;
import dev.incidentlab.server.run.RunState;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The API of a lab whose platform is not up yet. */
class HttpApiTest {
  private static final Instant START = Instant.parse("2026-03-03T05:00:00Z");

  @TempDir Path runs;
  private final HttpApi api = new HttpApi(0);
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final HttpClient http = HttpClient.newHttpClient();
  private Journal journal;
  private RunState state;

  @BeforeEach
  void start() throws IOException {
    Path run = Files.createDirectories(runs.resolve("s/1"));
    InstantSource wall = InstantSource.system();
    StoryClock clock = new StoryClock(START, wall);
    journal = new Journal(run.resolve("journal.jsonl"), wall, clock);
    state =
        new RunState(run, scenario(), journal, clock, new AlertBoard(journal, clock, wall), false);
    api.start(new Verbs(state, () -> null, () -> stopped.set(true)));
  }

  @AfterEach
  void close() {
    api.close();
    journal.close();
  }

  @Test
  void showsTheJournalWithoutTheFaults() throws Exception {
    journal.write(Kind.LAB, "visible");
    journal.write(Kind.FAULT, "Injected something");

    HttpResponse<String> answer = get("/v1/journal");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("visible").doesNotContain("Injected");
  }

  @Test
  void refusesWhatNeedsThePlatformUntilItIsUp() throws Exception {
    HttpResponse<String> answer = get("/v1/status");

    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(answer.headers().firstValue("Content-Type")).contains(Problem.MEDIA_TYPE);
    assertThat(answer.body()).contains("the platform is still starting");
  }

  @Test
  void refusesToActBeforeThePage() throws Exception {
    HttpResponse<String> answer = post("/v1/ack", "{}");

    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(answer.body()).contains("has not come to its page yet");
  }

  @Test
  void givesHintsOneByOneAndIntoTheJournal() throws Exception {
    state.enter(Phase.ON_CALL);

    assertThat(post("/v1/hint", "{}").body()).contains("1 of 1: Look at the lag.", "5 points");
    HttpResponse<String> further = post("/v1/hint", "{}");
    assertThat(further.statusCode()).isEqualTo(409);
    assertThat(further.body()).contains("there is no further one; all 1 were given");
    assertThat(journal.after(0)).last().extracting("text").asString().startsWith("hint: 1 of 1");
  }

  @Test
  void longTextsAndLongSilencesAreRefused() throws Exception {
    state.enter(Phase.ON_CALL);

    assertThat(post("/v1/say", "{\"text\":\"%s\"}".formatted("x".repeat(2_001))).body())
        .contains("say: the text has 2,001 characters; at most 2,000 are kept");
    assertThat(post("/v1/alerts/silence", "{\"alert\":\"a\",\"for\":\"25h\"}").body())
        .contains("alerts silence: --for is 25h; it must be above 0 and at most 24h");
  }

  @Test
  void afterTheFinalVerdictNobodyActs() throws Exception {
    state.enter(Phase.ENDED);

    assertThat(post("/v1/note", "{\"text\":\"late\"}").body())
        .contains("note: the drill has ended with its final verdict");
  }

  @Test
  void doesNotTellTheSolution() throws Exception {
    assertThat(get("/v1/solution").body()).contains("not shown while a person is on the drill");
  }

  @Test
  void refusesForeignHosts() throws Exception {
    String answer =
        raw("GET /v1/journal HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 403").contains("Host 'evil.example' is not loopback");
  }

  @Test
  void namesAWrongBody() throws Exception {
    HttpResponse<String> answer = post("/v1/stop", "stop now");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("JSON object of texts by name");
    assertThat(stopped).isFalse();
  }

  @Test
  void anUnknownPathIsNoVerb() throws Exception {
    HttpResponse<String> answer = get("/v1/job/pause");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).contains("/v1/job/pause is no verb");
  }

  @Test
  void stopsWhenAsked() throws Exception {
    assertThat(post("/v1/stop", "{}").statusCode()).isEqualTo(200);
    assertThat(stopped).isTrue();
  }

  private HttpResponse<String> get(String path) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(api.url() + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(api.url() + path))
            .POST(BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** The JDK's clients do not let a caller choose the Host header. */
  private String raw(String request) throws IOException {
    URI url = URI.create(api.url());
    try (Socket socket = new Socket(url.getHost(), url.getPort());
        OutputStream out = socket.getOutputStream();
        InputStream in = socket.getInputStream()) {
      out.write(request.getBytes(StandardCharsets.US_ASCII));
      out.flush();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static Scenario scenario() {
    return new Scenario(
        "s",
        "A scenario",
        30,
        List.of(),
        "Something breaks.",
        new Scenario.Clock(START, START.plusSeconds(1), START.plusSeconds(2), START.plusSeconds(3)),
        new Scenario.Workload(1),
        null,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of("ledger"),
        null,
        List.of(new Scenario.Hint("Look at the lag.", 5)),
        List.of(),
        List.of(),
        "none.md",
        Optional.empty(),
        Optional.empty());
  }
}
