package dev.incidentlab.server.verbs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incidentlab.api.Answers.Phase;
import dev.incidentlab.api.Problem;
import dev.incidentlab.drill.JournalEntry.Kind;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The API of a lab whose platform is not up yet. */
class HttpApiTest {
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

  @Test
  void showsTheJournalWithoutTheFaults() throws Exception {
    api.journal.write(Kind.LAB, "visible");
    api.journal.write(Kind.FAULT, "Injected something");

    HttpResponse<String> answer = api.get("/v1/journal");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("visible").doesNotContain("Injected");
  }

  @Test
  void refusesWhatNeedsThePlatformUntilItIsUp() throws Exception {
    HttpResponse<String> answer = api.get("/v1/status");

    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(answer.headers().firstValue("Content-Type")).contains(Problem.MEDIA_TYPE);
    assertThat(answer.body()).contains("the platform is still starting");
  }

  @Test
  void refusesToActBeforeThePage() throws Exception {
    HttpResponse<String> answer = api.post("/v1/ack", "{}");

    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(answer.body()).contains("has not come to its page yet");
  }

  @Test
  void givesHintsOneByOneAndIntoTheJournal() throws Exception {
    api.state.enter(Phase.ON_CALL);

    assertThat(api.post("/v1/hint", "{}").body()).contains("1 of 1: Look at the lag.", "5 points");
    HttpResponse<String> further = api.post("/v1/hint", "{}");
    assertThat(further.statusCode()).isEqualTo(409);
    assertThat(further.body()).contains("there is no further one; all 1 were given");
    assertThat(api.journal.after(0))
        .last()
        .extracting("text")
        .asString()
        .startsWith("hint: 1 of 1");
  }

  @Test
  void longTextsAndLongSilencesAreRefused() throws Exception {
    api.state.enter(Phase.ON_CALL);

    assertThat(api.post("/v1/say", "{\"text\":\"%s\"}".formatted("x".repeat(2_001))).body())
        .contains("say: the text has 2,001 characters; at most 2,000 are kept");
    assertThat(api.post("/v1/alerts/silence", "{\"alert\":\"a\",\"for\":\"25h\"}").body())
        .contains("alerts silence: --for is 25h; it must be above 0 and at most 24h");
  }

  @Test
  void aStoryThatNobodyCouldFollowIsRefused() throws Exception {
    api.state.enter(Phase.ON_CALL);

    assertThat(api.post("/v1/clock/resume", "{\"pace\":601}").body())
        .contains("clock resume: --pace is 601.0; it must be above 0 and at most 600.0");
  }

  @Test
  void whatAPartRefusesIsSaidWithTheVerbsWords() throws Exception {
    assertThat(api.get("/v1/table/history?table=nosuch").body())
        .contains("table history: 'nosuch' is no table of this lab; tables: [fact_ad_events");
  }

  @Test
  void afterTheFinalVerdictNobodyActs() throws Exception {
    api.state.enter(Phase.ENDED);

    assertThat(api.post("/v1/note", "{\"text\":\"late\"}").body())
        .contains("note: the drill has ended with its final verdict");
  }

  @Test
  void doesNotTellTheSolution() throws Exception {
    assertThat(api.get("/v1/solution").body()).contains("not shown while a person is on the drill");
  }

  @Test
  void refusesForeignHosts() throws Exception {
    String answer =
        api.raw("GET /v1/journal HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n");

    assertThat(answer)
        .startsWith("HTTP/1.1 403")
        .contains("Host 'evil.example' is none of [127.0.0.1");
  }

  @Test
  void namesAWrongBody() throws Exception {
    HttpResponse<String> answer = api.post("/v1/stop", "stop now");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body())
        .contains("stop: the body is no JSON at line 1", "one JSON object of arguments by name");
    assertThat(api.stopped).isFalse();
  }

  @Test
  void anUnknownPathIsNoVerb() throws Exception {
    HttpResponse<String> answer = api.get("/v1/job/pause");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).contains("/v1/job/pause is no verb");
  }

  @Test
  void stopsWhenAsked() throws Exception {
    assertThat(api.post("/v1/stop", "{}").statusCode()).isEqualTo(200);
    assertThat(api.stopped).isTrue();
  }
}
