package dev.incidentlab.acceptance;

import static dev.incidentlab.acceptance.LabUnderTest.finding;
import static org.assertj.core.api.Assertions.assertThat;

import dev.incidentlab.api.Answers;
import dev.incidentlab.api.LabClient;
import dev.incidentlab.api.StatusAnswers;
import dev.incidentlab.api.Verb;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** What people do to the producer in a hurry is no repair; and the final verdict ends the drill. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Tag("slow")
class UpstreamTurnsIT {
  @TempDir static Path runs;
  private static LabUnderTest lab;

  @BeforeAll
  static void bringToPage() {
    lab = new LabUnderTest(runs);
    lab.ok("drill", "pinned-schema", "--seed", "103");
  }

  @AfterAll
  static void stop() {
    lab.lab("stop", "--all");
  }

  @Test
  @Order(0)
  void whatOtherToolsDoIsJournalled() throws Exception {
    String bootstrap = lab.component("kafka").address();
    LabUnderTest.Output reset =
        lab.kafkaTool(
            "org.apache.kafka.tools.consumer.group.ConsumerGroupCommand",
            "--bootstrap-server",
            bootstrap,
            "--group",
            "ingest-fact_ad_events",
            "--topic",
            "ad-events",
            "--reset-offsets",
            "--to-earliest",
            "--execute");
    assertThat(reset.status()).as(reset.text()).isZero();
    String flink = lab.component("flink-jobmanager").address();
    String job =
        lab.ask(Verb.JOB_STATUS, StatusAnswers.Jobs.class).jobs().stream()
            .filter(j -> j.name().equals("ingest-fact_billing"))
            .findFirst()
            .orElseThrow()
            .id();
    HttpResponse<Void> cancelled =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(flink + "/jobs/" + job + "?mode=cancel"))
                    .method("PATCH", HttpRequest.BodyPublishers.noBody())
                    .build(),
                HttpResponse.BodyHandlers.discarding());
    assertThat(cancelled.statusCode()).isEqualTo(202);

    assertThat(journalUntil("ingest-fact_billing was cancelled"))
        .contains("By other tools: offsets of group ingest-fact_ad_events were set to {0=0, ");
    lab.ok("job", "restart", "fact_billing");
  }

  /** The journal's lines up to one with some words; each request waits for new lines. */
  private static String journalUntil(String words) {
    LabClient client = new LabClient(lab.address().url(), "acceptance", Duration.ofSeconds(60));
    StringBuilder seen = new StringBuilder();
    long after = 0;
    for (int looks = 0; looks < 10 && seen.indexOf(words) < 0; looks++) {
      Answers.JournalLines lines =
          client.use(
              Verb.JOURNAL,
              Map.of("after", Long.toString(after), "waitMillis", "5000"),
              Answers.JournalLines.class);
      for (Answers.JournalLine line : lines.lines()) {
        seen.append(line.text()).append('\n');
        after = line.seq();
      }
    }
    assertThat(seen).contains(words);
    return seen.toString();
  }

  @Test
  @Order(1)
  void aRollBackDoesNotRepairWhatWasWritten() {
    lab.ok("producer", "rollback");
    lab.ok("job", "restart", "fact_ad_events");

    assertThat(finding(lab.verify(), "ledger"))
        .satisfies(ledger -> assertThat(ledger.outcome()).isEqualTo("FAIL"))
        .satisfies(
            ledger ->
                assertThat(ledger.examples())
                    .anyMatch(example -> example.startsWith("missing:"))
                    .anyMatch(example -> example.startsWith("altered:")));
  }

  @Test
  @Order(2)
  void aRepairedTableIsNotEnoughWhileTheProducerIsStopped() {
    lab.ok("producer", "stop");
    lab.ok("flag", "set", "ingest.decoder", "registry");
    lab.ok("flag", "set", "ingest.dead-letters", "on");
    lab.ok("job", "restart", "fact_ad_events");
    lab.ok("lag", "--wait");
    lab.ok("replay", "run", "--from", "07:30");

    Answers.Verdict verdict = lab.verify();

    assertThat(finding(verdict, "ledger").outcome()).isEqualTo("PASS");
    assertThat(finding(verdict, "forward-progress"))
        .satisfies(progress -> assertThat(progress.outcome()).isEqualTo("FAIL"))
        .satisfies(
            progress -> assertThat(progress.observed()).contains("is the producer stopped?"));
  }

  @Test
  @Order(3)
  void whatIsStoppedTwiceIsRefusedInWords() {
    LabUnderTest.Output output = lab.lab("producer", "stop");

    assertThat(output.status()).isEqualTo(2);
    assertThat(output.text()).contains("producer stop: it is stopped already");
  }

  @Test
  @Order(4)
  void theFinalVerdictHoldsOverARestartAndEndsTheDrill() {
    lab.ok("producer", "start");
    lab.ok("lag", "--wait");
    lab.rebuildDownstream();
    lab.ok("clock", "resume", "--pace", "10");

    String verdict = lab.ok("verify", "--final");

    assertThat(verdict).contains("PASS   restart-resistance", "verdict: PASS");
    LabUnderTest.Output afterwards = lab.lab("note", "too late");
    assertThat(afterwards.status()).isEqualTo(2);
    assertThat(afterwards.text()).contains("the drill has ended with its final verdict");
    assertThat(lab.ok("status")).contains("ended");
  }
}
