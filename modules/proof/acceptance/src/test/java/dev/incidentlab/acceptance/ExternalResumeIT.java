package dev.incidentlab.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.incidentlab.acceptance.LabUnderTest.Output;
import dev.incidentlab.acceptance.external.SecuredPlatform;
import dev.incidentlab.api.Answers;
import dev.incidentlab.api.StatusAnswers;
import dev.incidentlab.api.Verb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The server is killed where the cluster is somebody else's and goes on: after the page, and under
 * a replay. The next one takes up what it finds, and the fix passes.
 */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ExternalResumeIT {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** Where a replay has all its rows staged, and none in the table. */
  private static final String STAGED = "upsert.staged";

  @TempDir static Path folder;

  private LabUnderTest lab;
  private SecuredPlatform platform;

  @BeforeAll
  void start() throws Exception {
    lab = new LabUnderTest(Files.createDirectory(folder.resolve("runs")));
    platform = SecuredPlatform.start(LabUnderTest.HOME, folder.resolve("platform"));
  }

  @AfterAll
  void stop() {
    lab.lab("stop", "--all");
    if (platform != null) {
      platform.close();
    }
  }

  @Test
  @Order(1)
  void jobsAreTakenUpAsTheyAre() throws Exception {
    List<String> drill = new ArrayList<>(List.of("drill", "pinned-schema"));
    drill.addAll(platform.options(Map.of()));
    lab.ok(drill.toArray(String[]::new));
    lab.ok("ack");
    List<StatusAnswers.Job> before = jobs();
    kill();
    assertThat(platform.inventory()).anyMatch(thing -> thing.contains("ingest-fact_billing"));

    lab.ok("resume");

    assertThat(jobs())
        .extracting(StatusAnswers.Job::name, StatusAnswers.Job::id, StatusAnswers.Job::state)
        .containsExactlyElementsOf(
            before.stream().map(job -> tuple(job.name(), job.id(), job.state())).toList());
    assertThat(journal())
        .contains("Job ingest-fact_billing has run on as Flink job ")
        .contains("Job ingest-fact_ad_events stays FAILED, as it was.");
  }

  @Test
  @Order(2)
  void aReplayIsWaitedForAndCountsOnce() throws Exception {
    lab.ok("flag", "set", "ingest.decoder", "registry");
    lab.ok("flag", "set", "ingest.dead-letters", "on");
    lab.ok("job", "restart", "fact_ad_events");
    lab.ok("lag", "--wait");
    platform.failpoints().arm(STAGED, 1);
    CompletableFuture<Output> replay =
        CompletableFuture.supplyAsync(
            () -> lab.lab("replay", "run", "--from", "07:30", "--to", "09:30"));
    await(() -> platform.failpoints().held(STAGED).isPresent());
    Path journal = lab.runFolder().resolve("journal.jsonl");
    kill();
    assertThat(replay.join().status()).isEqualTo(2);

    CompletableFuture<Output> resume = CompletableFuture.supplyAsync(() -> lab.lab("resume"));
    await(
        () ->
            resume.isDone()
                || Files.readString(journal).contains("replay-1 has run on as Flink job "));
    assertThat(replays()).hasSize(1);
    assertThat(resume).isNotDone();
    platform.failpoints().held(STAGED).orElseThrow().release();

    assertThat(resume.join().status()).as(resume.join().text()).isZero();
    assertThat(replays()).isEmpty();
    assertThat(journal())
        .containsPattern("replay-1 was in fact_ad_events though the server had ended: it had read")
        .doesNotContain("Run it again");
    assertThat(lab.ok("replay", "run", "--from", "07:30", "--to", "09:30"))
        .containsPattern("updated +0\\b")
        .contains("replay replay-2: 0 files rewritten, 0 added");
  }

  @Test
  @Order(3)
  void theRestOfTheFixPasses() {
    lab.rebuildDownstream();

    Answers.Verdict verdict = lab.verify();

    assertThat(verdict.outcome()).as("%s", verdict).isEqualTo("PASS");
  }

  private List<StatusAnswers.Job> jobs() {
    return lab.ask(Verb.STATUS, StatusAnswers.Status.class).jobs();
  }

  /** Replays that run on the cluster. */
  private List<String> replays() throws IOException, InterruptedException {
    return platform.inventory().stream().filter(thing -> thing.contains(".replay-")).toList();
  }

  private void kill() {
    ProcessHandle server = ProcessHandle.of(lab.address().pid()).orElseThrow();
    server.destroyForcibly();
    await(() -> !LabUnderTest.runs(server));
  }

  private String journal() throws IOException {
    return Files.readString(lab.runFolder().resolve("journal.jsonl"));
  }

  private static void await(Callable<Boolean> condition) {
    Awaitility.await().atMost(LIMIT).pollInterval(Duration.ofMillis(20)).until(condition);
  }
}
