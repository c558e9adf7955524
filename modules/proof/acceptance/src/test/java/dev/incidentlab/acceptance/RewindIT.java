package dev.incidentlab.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incidentlab.api.Answers;
import dev.incidentlab.api.ServerAddress;
import dev.incidentlab.api.StatusAnswers;
import dev.incidentlab.api.StatusAnswers.AlertView;
import dev.incidentlab.api.StatusAnswers.FlagView;
import dev.incidentlab.api.StatusAnswers.TableView;
import dev.incidentlab.api.Verb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
 * A run goes back to its page after all was made worse, also when its server is killed under that,
 * and after the end; and another run starts at that page. The fix passes at each.
 */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RewindIT {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final String SEED = "107";
  private static final String BACK = "puts the run back to its page: attempt ";
  @TempDir static Path runs;

  private LabUnderTest lab;
  private Seen page;
  private Map<String, String> oracles;

  /** What people see. */
  private record Seen(
      List<String> alerts, Map<String, Long> rows, List<String> flags, String failure) {}

  @BeforeAll
  void bringToPage() {
    lab = new LabUnderTest(runs);
    lab.ok("drill", "pinned-schema", "--seed", SEED);
    page = seen();
    oracles = oracles();
  }

  @AfterAll
  void stop() {
    lab.lab("stop", "--all");
  }

  @Test
  @Order(1)
  void whateverWasDoneAllIsAsItWasAtThePage() throws IOException {
    lab.ok("hint");
    fix();
    lab.ok("replay", "run", "--from", "07:30", "--to", "08:00", "--append");
    lab.ok("producer", "stop");
    lab.ok("topic", "recreate", "ad-events");
    assertThat(seen()).isNotEqualTo(page);

    assertThat(lab.ok("rewind")).contains("The page is out again");

    assertThat(seen()).isEqualTo(page);
    assertThat(oracles()).isEqualTo(oracles);
    assertThat(Duration.between(Instant.parse("2026-03-03T09:30:00Z"), storyNow()))
        .isBetween(Duration.ZERO, LIMIT);
    assertThat(lab.ok("hint")).contains("2 of ");
    assertThat(journal()).containsOnlyOnce(BACK + "2");
  }

  @Test
  @Order(2)
  void aServerThatIsKilledUnderItIsResumedAtThePage() {
    lab.ok("producer", "rollback");
    CompletableFuture<LabUnderTest.Output> rewind =
        CompletableFuture.supplyAsync(() -> lab.lab("rewind"));
    await(() -> rewind.isDone() || journal().contains(BACK + "3"));
    kill();
    assertThat(rewind.join().status()).isEqualTo(2);

    lab.ok("resume");

    assertThat(seen()).isEqualTo(page);
  }

  @Test
  @Order(3)
  void theFixPassesAndAfterTheVerdictTheRunGoesBackOnceMore() throws IOException {
    fix();
    lab.ok("replay", "run", "--from", "07:30", "--to", "09:30");
    assertThat(journal()).contains("replay run: replay-2 read");
    lab.rebuildDownstream();
    lab.ok("clock", "resume", "--pace", "20");
    lab.ok("verify", "--final");
    assertThat(Files.readString(lab.runFolder().resolve("report.json")))
        .contains("\"attempt\" : 3", "\"outcome\" : \"PASS\"");

    lab.ok("rewind");

    assertThat(seen()).isEqualTo(page);
    assertThat(lab.runFolder().resolve("report-3.json")).exists();
    assertThat(lab.runFolder().resolve("report.json")).doesNotExist();
    assertThat(lab.lab("score").text()).contains("there is none before the end");
  }

  @Test
  @Order(4)
  void anotherRunStartsAtThePageAndTheFixPassesThere() throws IOException {
    String first = lab.address().run();
    lab.ok("stop");

    assertThat(lab.ok("drill", "pinned-schema", "--seed", SEED))
        .contains("All of this happened in run " + first);

    assertThat(seen()).isEqualTo(page);
    assertThat(lab.ok("lineage", "fact_ad_events")).doesNotContain(first);
    fix();
    lab.ok("replay", "run", "--from", "07:30", "--to", "09:30");
    lab.rebuildDownstream();
    assertThat(lab.verify().outcome()).isEqualTo("PASS");
    lab.ok("stop");
  }

  @Test
  @Order(5)
  void aFreshOneDoesNot() throws IOException {
    List<Path> before = folders();
    CompletableFuture<LabUnderTest.Output> drill =
        CompletableFuture.supplyAsync(
            () -> lab.lab("drill", "pinned-schema", "--seed", SEED, "--fresh"));
    await(() -> drill.isDone() || journal(before).contains(" is up after "));
    assertThat(journal(before)).doesNotContain("All of this happened in run");
    kill();
    assertThat(drill.join().status()).isEqualTo(2);
  }

  private void fix() {
    lab.ok("flag", "set", "ingest.decoder", "registry");
    lab.ok("flag", "set", "ingest.dead-letters", "on");
    lab.ok("job", "restart", "fact_ad_events");
    lab.ok("lag", "--wait");
  }

  private Seen seen() {
    StatusAnswers.Status status = lab.ask(Verb.STATUS, StatusAnswers.Status.class);
    return new Seen(
        status.alerts().stream().map(RewindIT::alert).toList(),
        status.tables().stream()
            .filter(table -> table.name().equals("fact_ad_events"))
            .collect(Collectors.toMap(TableView::name, TableView::rows)),
        status.flags().stream().map(RewindIT::flag).toList(),
        status.jobs().stream()
            .filter(job -> job.name().equals("ingest-fact_ad_events"))
            .map(job -> job.state() + " " + job.exception())
            .findFirst()
            .orElseThrow());
  }

  /** Each oracle's outcome. */
  private Map<String, String> oracles() {
    return lab.verify().findings().stream()
        .collect(Collectors.toMap(Answers.OracleFinding::oracle, Answers.OracleFinding::outcome));
  }

  private static String alert(AlertView alert) {
    return alert.name() + " " + alert.state() + " since " + alert.firedAt();
  }

  private static String flag(FlagView flag) {
    return flag.name() + "=" + flag.variant();
  }

  private Instant storyNow() {
    return Instant.parse(lab.ask(Verb.STATUS, StatusAnswers.Status.class).storyNow());
  }

  private void kill() {
    ServerAddress address = lab.address();
    ProcessHandle server = ProcessHandle.of(address.pid()).orElseThrow();
    server.destroyForcibly();
    await(() -> !LabUnderTest.runs(server));
  }

  private static List<Path> folders() throws IOException {
    try (Stream<Path> folders = Files.list(runs.resolve("pinned-schema"))) {
      return folders.filter(path -> !path.getFileName().toString().startsWith("latest")).toList();
    }
  }

  /** The newest run's. */
  private static String journal() {
    return journal(List.of());
  }

  private static String journal(List<Path> without) {
    try {
      Path newest =
          folders().stream()
              .filter(path -> !without.contains(path))
              .max(Comparator.naturalOrder())
              .orElse(runs);
      return Files.readString(newest.resolve("journal.jsonl"));
    } catch (IOException e) {
      return ""; // There is none yet.
    }
  }

  /** Neither a file nor a process of another parent tells when it changes. */
  private static void await(Callable<Boolean> condition) {
    Awaitility.await().atMost(LIMIT).pollInterval(Duration.ofMillis(20)).until(condition);
  }
}
