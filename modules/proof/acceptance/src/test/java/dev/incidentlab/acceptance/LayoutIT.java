package dev.incidentlab.acceptance;

import static dev.incidentlab.acceptance.LabUnderTest.finding;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.incidentlab.api.Answers;
import dev.incidentlab.api.StatusAnswers;
import dev.incidentlab.api.Verb;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
 * Files are joined, clustered and vacuumed while ingest runs, before and after the repair: nothing
 * that reads the table notices, the grader's reader included.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Tag("slow")
class LayoutIT {
  private static final String TABLE = "fact_ad_events";
  private static final String ROWS =
      "select count(*), count(distinct event_id), sum(spend_micros) from fact_ad_events";

  @TempDir static Path runs;

  private LabUnderTest lab;

  @BeforeAll
  void comeToThePage() {
    lab = new LabUnderTest(runs);
    lab.ok("drill", "pinned-schema", "--seed", "106");
  }

  @AfterAll
  void stop() {
    lab.lab("stop", "--all");
  }

  @Test
  @Order(1)
  void aDryRunWritesNothing() {
    String before = lab.ok("table", "files", TABLE);

    assertThat(lab.ok("table", "optimize", TABLE, "--dry-run"))
        .contains("would become", "nothing was written")
        .contains("OPTIMIZE delta.");

    assertThat(lab.ok("table", "files", TABLE)).isEqualTo(before);
  }

  @Test
  @Order(2)
  void filesBecomeFewerAndRowsStay() {
    String before = lab.ok("sql", ROWS, "--json");

    assertThat(lab.ok("table", "optimize", TABLE)).contains("rows are the same before and after");

    assertThat(rowsOf(lab.ok("sql", ROWS, "--json"))).isEqualTo(rowsOf(before));
    assertThat(lab.ok("table", "history", TABLE, "--limit", "3")).contains("optimize");
    assertThat(lab.ok("journal")).contains("table optimize: ");
  }

  @Test
  @Order(3)
  void aVacuumLeavesWhatTheRunNeeds() {
    assertRefused("the retention must be at least 60s, was 10s", "--retain", "10s");
    assertThat(lab.ok("table", "vacuum", TABLE)).contains("0 files", "VACUUM delta.");
    assertThat(lab.ok("table", "vacuum", TABLE, "--orphans-only", "--retain", "1m"))
        .contains("no version names them");
  }

  @Test
  @Order(4)
  void theRepairGoesOnOverJoinedAndClusteredFiles() {
    lab.ok("flag", "set", "ingest.decoder", "registry");
    lab.ok("flag", "set", "ingest.dead-letters", "on");
    lab.ok("job", "restart", TABLE);
    lab.ok("lag", "--wait");
    assertThat(lab.ok("table", "optimize", TABLE, "--zorder-by", "campaign_id"))
        .contains("rows are clustered by campaign_id, event_ts");
    assertThat(lab.ok("replay", "run", "--from", "07:30")).contains("proof: read = inserted");
    assertThat(lab.ok("table", "optimize", TABLE, "--target-size", "64MB"))
        .contains("rows are the same before and after");
    assertThat(lab.ok("replay", "run", "--from", "07:30", "--to", "09:30", "--json"))
        .contains("\"inserted\":0", "\"updated\":0", "\"filesAdded\":0");
  }

  @Test
  @Order(5)
  void aTableThatIsRestoredTakesInAgainWhatCameSince() {
    String before = lab.ok("sql", ROWS + " where event_ts < '2026-03-03T09:30:00Z'", "--json");
    LabUnderTest.Output running = lab.lab("table", "restore", TABLE, "--version", "0");
    assertThat(running.text()).contains("./lab job stop " + TABLE);

    assertThat(lab.ok("job", "stop", TABLE)).contains("is stopped");
    assertThat(lab.lab("job", "stop", TABLE).text()).contains("does not run");
    assertThat(lab.ok("table", "restore", TABLE, "--version", "0"))
        .contains("what it was in version 0", "0 rows", "RESTORE TABLE delta.");
    assertThat(lab.ok("sql", "select count(*) from fact_ad_events", "--json"))
        .contains("\"rows\":[[\"0\"]]");
    assertThat(lab.lab("job", "restart", TABLE).text())
        .contains("has no retained checkpoint from after its table was restored");
    lab.ok("job", "start", TABLE, "--from", "earliest");
    lab.ok("lag", "--wait");

    assertThat(rowsOf(lab.ok("sql", ROWS + " where event_ts < '2026-03-03T09:30:00Z'", "--json")))
        .isEqualTo(rowsOf(before));
    assertThat(lab.ok("replay", "run", "--from", "07:30", "--to", "09:30", "--replace", "--json"))
        .contains("\"mode\":\"replace\"", "\"removed\":0", "\"filesAdded\":0");
    assertThat(lab.ok("table", "history", TABLE)).contains("restore");
    assertThat(lab.ok("journal")).contains("table restore: ", "job stop: ");
  }

  @Test
  @Order(6)
  void aRegistryThatIsGoneComesBackWithItsSchemas() {
    String schemas = lab.ok("schema", "show", "ad-events-value", "--json");
    ProcessHandle registry = ProcessHandle.of(pidOf("registry")).orElseThrow();
    registry.destroyForcibly();
    registry.onExit().join();
    assertThat(lab.lab("schema", "show", "ad-events-value").status()).isNotZero();

    assertThat(lab.ok("component", "restart", "registry")).contains("registry was restarted");

    assertThat(pidOf("registry")).isNotEqualTo(registry.pid());
    assertThat(lab.ok("schema", "show", "ad-events-value", "--json")).isEqualTo(schemas);
    assertThat(lab.lab("component", "restart", "zookeeper").text())
        .contains("component 'zookeeper' is not known; use one of kafka, registry");
    lab.ok("component", "restart", "producer");
    lab.ok("lag", "--wait");
  }

  @Test
  @Order(7)
  void theVerdictIsThatOfTheSameRows() {
    lab.rebuildDownstream();
    lab.ok("lag", "--wait");

    Answers.Verdict verdict = lab.verify();

    assertThat(finding(verdict, "ledger").outcome()).as(verdict.toString()).isEqualTo("PASS");
    assertThat(finding(verdict, "history").outcome()).isEqualTo("PASS");
    assertThat(finding(verdict, "downstream").outcome()).as(verdict.toString()).isEqualTo("PASS");
    assertThat(verdict.outcome()).as(verdict.toString()).isEqualTo("PASS");
    assertThat(lab.ask(Verb.JOB_STATUS, StatusAnswers.Jobs.class).jobs())
        .extracting(StatusAnswers.Job::state)
        .containsExactly("RUNNING", "RUNNING");
  }

  @Test
  @Order(6)
  void aDiffAcrossAnOptimizeHasNoRow() {
    String history = lab.ok("table", "history", TABLE, "--json", "--limit", "1000");
    long version = versionOf(history, "OPTIMIZE");

    assertThat(
            lab.ok(
                "table",
                "diff",
                TABLE,
                "--from",
                Long.toString(version - 1),
                "--to",
                Long.toString(version)))
        .contains("0 rows added, 0 removed, 0 changed");
  }

  @Test
  @Order(7)
  void aVersionThatTheRunNeedsIsNotVacuumed() {
    // Files that were replaced are old enough a minute after the commit that did so.
    await()
        .atMost(Duration.ofMinutes(2))
        .until(
            () ->
                lab.ok("table", "vacuum", TABLE, "--retain", "1m", "--dry-run")
                    .contains("it would be refused"));

    assertRefused("which this run needs until it ends", "--retain", "1m");

    assertThat(lab.ok("table", "diff", TABLE, "--from", "10", "--limit", "1"))
        .contains("from version 10 to");
  }

  private void assertRefused(String message, String... options) {
    List<String> words = new ArrayList<>(List.of("table", "vacuum", TABLE));
    words.addAll(List.of(options));
    LabUnderTest.Output output = lab.lab(words.toArray(String[]::new));
    assertThat(output.status()).isEqualTo(2);
    assertThat(output.text()).contains(message).doesNotContain("\tat ");
  }

  private long pidOf(String component) {
    Matcher found =
        Pattern.compile("\"name\":\"" + component + "\",\"alive\":true,\"pid\":(\\d+)")
            .matcher(lab.ok("status", "--json"));
    assertThat(found.find()).as(component).isTrue();
    return Long.parseLong(found.group(1));
  }

  private static String rowsOf(String json) {
    return json.replaceAll("(?s).*(\"rows\":\\[\\[[^]]*]).*", "$1");
  }

  private static long versionOf(String history, String operation) {
    Matcher found =
        Pattern.compile("\"version\":(\\d+),[^{}]*?\"operation\":\"" + operation + "\"")
            .matcher(history);
    assertThat(found.find()).as(history).isTrue();
    return Long.parseLong(found.group(1));
  }
}
