package dev.incidentlab.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incidentlab.api.Answers;
import dev.incidentlab.api.ServerAddress;
import dev.incidentlab.api.StatusAnswers;
import dev.incidentlab.api.StatusAnswers.AlertView;
import dev.incidentlab.api.Verb;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The server is killed three times: while the story is brought to its page, between two steps of
 * the fix, and under a replay. The run goes on each time, and no event is lost, doubled or made up.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ResumeIT {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  @TempDir static Path runs;

  private LabUnderTest lab;

  @BeforeAll
  void use() {
    lab = new LabUnderTest(runs);
  }

  @AfterAll
  void stop() {
    lab.lab("stop", "--all");
  }

  @Test
  @Order(1)
  void aStoryThatWasCutOffOnTheWayComesToItsPage() throws Exception {
    CompletableFuture<LabUnderTest.Output> drill =
        CompletableFuture.supplyAsync(() -> lab.lab("drill", "pinned-schema", "--seed", "104"));
    await(() -> drill.isDone() || journal().contains("Injected producer.rollout"));
    kill();
    assertThat(drill.join().status()).isEqualTo(2);
    Files.writeString(journalFile(), "{\"seq\":", StandardOpenOption.APPEND);
    Files.delete(folder().resolveSibling("latest"));

    lab.ok("resume");

    assertThat(journal())
        .contains("ended without a word at", "its 7 bytes were cut off", "the page is out")
        .containsOnlyOnce("\"injected\":1");
    assertThat(job().state()).isEqualTo("FAILED");
  }

  @Test
  @Order(2)
  void aServerThatLivesIsLeftAlone() {
    LabUnderTest.Output refused = lab.lab("resume", "--run", lab.address().run());

    assertThat(refused.status()).isEqualTo(2);
    assertThat(refused.text()).contains("lives (process ", "./lab stop --run");
  }

  @Test
  @Order(3)
  void whatPeopleDidAndSawIsThereAfterAKillOnCall() {
    lab.ok("ack");
    lab.ok("hint");
    lab.ok("flag", "set", "ingest.decoder", "registry");
    List<AlertView> before = alerts();
    String failure = job().exception();
    Instant killedAt = Instant.parse(status().storyNow());
    kill();

    lab.ok("resume");

    assertThat(alerts()).isEqualTo(before);
    assertThat(before).anyMatch(alert -> alert.state().equals("acknowledged"));
    assertThat(lab.ok("hint")).contains("2 of ");
    assertThat(status().flags())
        .anyMatch(f -> f.name().equals("ingest.decoder") && f.variant().equals("registry"));
    // Started again it would now succeed, which is somebody's to do.
    assertThat(job().state()).isEqualTo("FAILED");
    assertThat(job().exception()).isEqualTo(failure);
    assertThat(Duration.between(killedAt, wentOnAt()))
        .isBetween(Duration.ofSeconds(-3), Duration.ofSeconds(10));
  }

  @Test
  @Order(4)
  void aReplayThatWasCutOffIsRunAgainAndTheFixPasses() {
    lab.ok("flag", "set", "ingest.dead-letters", "on");
    lab.ok("job", "restart", "fact_ad_events");
    lab.ok("lag", "--wait");
    CompletableFuture<LabUnderTest.Output> replay =
        CompletableFuture.supplyAsync(
            () -> lab.lab("replay", "run", "--from", "07:30", "--to", "09:30"));
    await(() -> replay.isDone() || journal().contains("replay-1 has begun"));
    kill();
    assertThat(replay.join().status()).isEqualTo(2);

    lab.ok("resume");
    assertThat(journal()).containsPattern("replay-1 was (interrupted|in fact_ad_events)");

    assertThat(job().state()).isIn("RUNNING", "CREATED");
    lab.ok("lag", "--wait");
    lab.ok("replay", "run", "--from", "07:30", "--to", "09:30");
    assertThat(journal()).contains("replay run: replay-2 read");
    lab.rebuildDownstream();
    Answers.Verdict verdict = lab.verify();
    assertThat(verdict.outcome()).as("%s", verdict).isEqualTo("PASS");
  }

  @Test
  @Order(5)
  void aFinalVerdictIsTheEnd() {
    lab.ok("clock", "resume", "--pace", "10");
    lab.ok("verify", "--final");
    kill();

    LabUnderTest.Output refused = lab.lab("resume");

    assertThat(refused.status()).isEqualTo(2);
    assertThat(refused.text())
        .contains("has ended with its final verdict", "./lab drill pinned-schema")
        .doesNotContain("\tat ");
  }

  private StatusAnswers.Status status() {
    return lab.ask(Verb.STATUS, StatusAnswers.Status.class);
  }

  private StatusAnswers.Job job() {
    return status().jobs().stream()
        .filter(job -> job.name().equals("ingest-fact_ad_events"))
        .findFirst()
        .orElseThrow();
  }

  /** Where the story stood when it last went on. */
  private Instant wentOnAt() {
    return lab.ask(Verb.JOURNAL, Answers.JournalLines.class).lines().stream()
        .filter(line -> line.text().startsWith("The story goes on at pace"))
        .map(line -> Instant.parse(line.story()))
        .reduce((first, second) -> second)
        .orElseThrow();
  }

  private List<AlertView> alerts() {
    return status().alerts();
  }

  private void kill() {
    ServerAddress address = lab.address();
    ProcessHandle server = ProcessHandle.of(address.pid()).orElseThrow();
    server.destroyForcibly();
    await(() -> !LabUnderTest.runs(server));
  }

  private Path folder() throws IOException {
    try (Stream<Path> folders = Files.list(runs.resolve("pinned-schema"))) {
      return folders
          .filter(path -> !path.getFileName().toString().startsWith("latest"))
          .findFirst()
          .orElseThrow();
    }
  }

  private Path journalFile() throws IOException {
    return folder().resolve("journal.jsonl");
  }

  private String journal() {
    try {
      return Files.readString(journalFile(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return ""; // There is none yet.
    }
  }

  /** Neither a file nor a process of another parent tells when it changes. */
  private static void await(Callable<Boolean> condition) {
    Awaitility.await().atMost(LIMIT).pollInterval(Duration.ofMillis(20)).until(condition);
  }
}
