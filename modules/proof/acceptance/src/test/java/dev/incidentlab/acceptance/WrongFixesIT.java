package dev.incidentlab.acceptance;

import static dev.incidentlab.acceptance.LabUnderTest.finding;
import static org.assertj.core.api.Assertions.assertThat;

import dev.incidentlab.api.Answers;
import dev.incidentlab.api.StatusAnswers;
import dev.incidentlab.api.Verb;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * One person's way through the incident, from nothing done over one wrong fix after the other to
 * the right one, on one lab. Each fix is what the scenario lists as such: the steps before it are
 * its own first steps, or changed nothing.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WrongFixesIT {
  @TempDir static Path runs;

  private LabUnderTest lab;
  private List<ProcessHandle> processes = List.of();

  @BeforeAll
  void bringToThePage() {
    lab = new LabUnderTest(runs);
    lab.ok("drill", "pinned-schema", "--seed", "101");
    processes = lab.processes();
  }

  @AfterAll
  void stop() {
    lab.lab("stop", "--all");
  }

  @Test
  @Order(1)
  void flinkHasTheFailedJobWithTheDecodeException() {
    StatusAnswers.Jobs jobs = lab.ask(Verb.JOB_STATUS, StatusAnswers.Jobs.class);

    assertThat(jobs.jobs())
        .extracting(StatusAnswers.Job::state)
        .containsExactly("FAILED", "RUNNING");
    assertThat(jobs.jobs().get(0).exception())
        .contains("AvroTypeException")
        .contains("cannot decode record ad-events-");
  }

  @Test
  @Order(2)
  void kafkasOwnToolShowsTheLag() {
    String bootstrap =
        lab.ask(Verb.STATUS, StatusAnswers.Status.class).components().stream()
            .filter(c -> c.name().equals("kafka"))
            .findFirst()
            .orElseThrow()
            .address();

    LabUnderTest.Output output =
        lab.kafkaTool(
            "org.apache.kafka.tools.consumer.group.ConsumerGroupCommand",
            "--bootstrap-server",
            bootstrap,
            "--describe",
            "--group",
            "ingest-fact_ad_events");

    long lag =
        output
            .text()
            .lines()
            .filter(line -> line.startsWith("ingest-fact_ad_events"))
            .mapToLong(line -> Long.parseLong(line.trim().split("\\s+")[5]))
            .sum();
    assertThat(lag).as(output.text()).isGreaterThan(10_000);
  }

  @Test
  @Order(3)
  void rowsOfTheNewVersionHoldExactlyTheWrongValues() throws Exception {
    Misreadings misreadings = Misreadings.of(lab);

    assertThat(misreadings.unexpected()).isEmpty();
    assertThat(misreadings.byCase()).hasSize(4).allSatisfy((name, n) -> assertThat(n).isPositive());
  }

  @Test
  @Order(4)
  void theFixIsNotToldToThePersonOnTheDrill() {
    assertThat(lab.lab("solution"))
        .satisfies(o -> assertThat(o.status()).isEqualTo(2))
        .satisfies(o -> assertThat(o.text()).contains("not shown while a person is on the drill"));
    assertThat(lab.ok("journal")).doesNotContain("rollout", "poison");
  }

  @Test
  @Order(5)
  void nothingDoneFails() {
    Answers.Verdict verdict = lab.verify();

    assertFails(verdict, "ledger", "missing:", "altered:");
    assertFails(verdict, "forward-progress");
    assertFails(verdict, "freshness");
    assertThat(finding(verdict, "fault-is-real").outcome()).isEqualTo("PASS");
    assertThat(finding(verdict, "history").outcome()).isEqualTo("PASS");
    assertRefused("beyond ingest's position", "07:30", "09:30");
  }

  @Test
  @Order(6)
  void aRestartAloneFails() {
    lab.ok("job", "restart", "fact_ad_events");
    assertFails(lab.verify(), "ledger", "missing:");
  }

  @Test
  @Order(7)
  void flagAndRestartWithoutReplayFail() {
    lab.ok("flag", "set", "ingest.decoder", "registry");
    lab.ok("flag", "set", "ingest.dead-letters", "on");
    lab.ok("job", "restart", "fact_ad_events");
    lab.ok("lag", "--wait");

    Answers.Verdict verdict = lab.verify();

    assertFails(verdict, "ledger", "altered:");
    assertThat(finding(verdict, "ledger").observed()).contains("missing 0, duplicate 0");
    assertThat(finding(verdict, "dead-letters").outcome()).isEqualTo("PASS");
  }

  @Test
  @Order(8)
  void replayOfWhatIsMissingOnlyFails() {
    lab.ok("replay", "run", "--from", "07:30", "--to", "09:30", "--insert-missing");
    assertFails(lab.verify(), "ledger", "altered:");
  }

  @Test
  @Order(9)
  void replayByAppendFails() {
    lab.ok("replay", "run", "--from", "07:30", "--to", "09:30", "--append");
    assertFails(lab.verify(), "ledger", "duplicate:");
  }

  @Test
  @Order(10)
  void upsertRepairsTheTableButNotWhatWasPublishedOfIt() {
    lab.ok("replay", "run", "--from", "07:30", "--to", "09:30");

    Answers.Verdict verdict = lab.verify();

    assertThat(finding(verdict, "ledger").outcome()).as(verdict.toString()).isEqualTo("PASS");
    assertThat(finding(verdict, "gates").outcome()).as(verdict.toString()).isEqualTo("PASS");
    Answers.OracleFinding downstream = finding(verdict, "downstream");
    assertThat(downstream.outcome()).isEqualTo("FAIL");
    assertThat(downstream.observed()).contains("stale");
    assertThat(downstream.examples()).anySatisfy(e -> assertThat(e).contains("T07:00:00Z"));
  }

  @Test
  @Order(11)
  void whatIsPausedStaysAFaultUntilItIsResumed() {
    lab.rebuildDownstream();
    lab.ok("downstream", "pause", "exec_dashboard");
    Answers.OracleFinding downstream = finding(lab.verify(), "downstream");
    assertThat(downstream.outcome()).isEqualTo("FAIL");
    assertThat(downstream.examples()).containsExactly("exec_dashboard is paused");

    lab.ok("downstream", "resume", "exec_dashboard");
    Answers.Verdict verdict = lab.verify();
    assertThat(verdict.outcome()).as(verdict.toString()).isEqualTo("PASS");
  }

  @Test
  @Order(12)
  void theSameReplayAgainChangesNothing() {
    assertThat(lab.ok("replay", "run", "--from", "07:30", "--to", "09:30", "--json"))
        .contains("\"inserted\":0", "\"updated\":0", "\"filesAdded\":0");
  }

  @Test
  @Order(13)
  void windowsThatMakeNoSenseAreRefused() {
    assertRefused("replay: --from 09:30:00 is not before --to 07:30:00", "09:30", "07:30");
    assertRefused("is before the topic's first record (05:45:00", "05:00", "07:30");
    assertRefused("is after the last record of ad-events", "07:30", "23:00");
  }

  @Test
  @Order(14)
  void theStoryStandsWhilePausedAndGoesOnAfter() {
    lab.ok("clock", "pause");
    assertThat(lab.ask(Verb.STATUS, StatusAnswers.Status.class).pace()).isZero();
    lab.ok("clock", "resume");
    assertThat(lab.ask(Verb.STATUS, StatusAnswers.Status.class).pace()).isEqualTo(1);
    assertThat(finding(lab.verify(), "forward-progress").outcome()).isEqualTo("PASS");
  }

  @Test
  @Order(15)
  void stopLeavesNoProcess() {
    lab.ok("stop");
    assertThat(processes).hasSizeGreaterThanOrEqualTo(6).noneMatch(LabUnderTest::runs);
  }

  private void assertRefused(String message, String from, String to) {
    LabUnderTest.Output output = lab.lab("replay", "plan", "--from", from, "--to", to);
    assertThat(output.status()).isEqualTo(2);
    assertThat(output.text()).contains(message).doesNotContain("\tat ");
  }

  private static void assertFails(Answers.Verdict verdict, String oracle, String... examples) {
    Answers.OracleFinding finding = finding(verdict, oracle);
    assertThat(verdict.outcome()).isEqualTo("FAIL");
    assertThat(finding.outcome()).as(finding.toString()).isEqualTo("FAIL");
    assertThat(finding.examples()).isNotEmpty();
    for (String start : examples) {
      assertThat(finding.examples())
          .as(finding.toString())
          .anySatisfy(e -> assertThat(e).startsWith(start).contains("partition", "offset"));
    }
  }
}
