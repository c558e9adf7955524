package dev.incidentlab.acceptance;

import static dev.incidentlab.acceptance.LabUnderTest.finding;
import static org.assertj.core.api.Assertions.assertThat;

import dev.incidentlab.api.Answers;
import dev.incidentlab.api.StatusAnswers;
import dev.incidentlab.api.Verb;
import java.nio.file.Path;
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
 * The other right end: the table is evolved to version 2, while ingest runs. Rows are judged as
 * version 2 has them from then on, so that only a restart and a replay make them right.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Tag("slow")
class EvolvedTableIT {
  private static final String COUNTS =
      "select count(*) filter (event_type = 'VIEW_THROUGH') as known,"
          + " count(*) filter (event_type = 'UNKNOWN') as unknown,"
          + " count(attribution) > 1000 as attributed from fact_ad_events";

  @TempDir static Path runs;

  private LabUnderTest lab;

  @BeforeAll
  void bringIngestBackAtVersion1() {
    lab = new LabUnderTest(runs);
    lab.ok("drill", "pinned-schema", "--seed", "105");
    lab.ok("flag", "set", "ingest.decoder", "registry");
    lab.ok("flag", "set", "ingest.dead-letters", "on");
    lab.ok("job", "restart", "fact_ad_events");
    lab.ok("lag", "--wait");
  }

  @AfterAll
  void stop() {
    lab.lab("stop", "--all");
  }

  @Test
  @Order(1)
  void versionsThatCannotFollowAreRefused() {
    assertRefused("contract ad-event has no version 3, its newest is 2", "fact_ad_events", "3");
    assertRefused("declares version 1 of ad-event already", "fact_ad_events", "1");
    assertRefused("contract billing-event has no version 2", "fact_billing", "2");
    assertRefused("'orders' is no table of this lab", "orders", "2");
  }

  @Test
  @Order(2)
  void theTableGainsTheColumnAndTheRunningJobGoesOn() {
    assertThat(lab.ok("table", "evolve", "fact_ad_events", "--to", "2"))
        .contains("fact_ad_events is of version 2 of ad-event")
        .contains("attribution  struct<model: string, window_days: int>");

    lab.ok("lag", "--wait");

    assertThat(lab.ask(Verb.JOB_STATUS, StatusAnswers.Jobs.class).jobs())
        .extracting(StatusAnswers.Job::state)
        .containsExactly("RUNNING", "RUNNING");
    assertThat(lab.ok("table", "history", "fact_ad_events", "--limit", "200"))
        .contains("add columns", "table evolve");
    assertThat(lab.ok("journal")).contains("table evolve: fact_ad_events is of version 2");
    // The job is of version 1 still: it reads no attribution and knows no view-through.
    assertThat(lab.ok("sql", COUNTS, "--json"))
        .containsPattern("\\[\\[\"0\",\"[1-9]\\d+\",\"false\"]]");
    assertRefused("cannot go back to version 1", "fact_ad_events", "1");
  }

  @Test
  @Order(3)
  void withoutAReplayItFailsAndSaysWhichColumn() {
    lab.ok("job", "restart", "fact_ad_events");
    lab.ok("lag", "--wait");

    Answers.Verdict verdict = lab.verify();

    Answers.OracleFinding ledger = finding(verdict, "ledger");
    assertThat(verdict.outcome()).isEqualTo("FAIL");
    assertThat(ledger.outcome()).as(ledger.toString()).isEqualTo("FAIL");
    assertThat(ledger.observed())
        .contains("read as version 2")
        .contains("missing 0, duplicate 0, fabricated 0, altered ");
    assertThat(ledger.examples())
        .as(ledger.toString())
        .anySatisfy(
            e -> assertThat(e).startsWith("altered: ").contains("attribution should be {model '"));
    assertThat(finding(verdict, "dead-letters").outcome()).isEqualTo("PASS");
    assertThat(finding(verdict, "history").outcome()).isEqualTo("PASS");
    assertThat(finding(verdict, "forward-progress").outcome()).isEqualTo("PASS");
  }

  @Test
  @Order(4)
  void theReplayMakesItRight() {
    assertThat(lab.ok("replay", "run", "--from", "07:30")).contains("proof: read = inserted");
    assertThat(lab.ok("sql", COUNTS, "--json"))
        .containsPattern("\\[\\[\"[1-9]\\d+\",\"0\",\"true\"]]");
    lab.rebuildDownstream();

    Answers.Verdict verdict = lab.verify();

    assertThat(verdict.outcome()).as(verdict.toString()).isEqualTo("PASS");
    assertThat(finding(verdict, "ledger").observed()).contains("read as version 2");
  }

  @Test
  @Order(5)
  void theSameReplayAgainChangesNothing() {
    assertThat(lab.ok("replay", "run", "--from", "07:30", "--to", "09:30", "--json"))
        .contains("\"inserted\":0", "\"updated\":0", "\"filesAdded\":0");
    assertThat(lab.ok("table", "diff", "fact_ad_events", "--from", "10", "--limit", "50"))
        .contains("attribution: null → ", "changed");
  }

  @Test
  @Order(6)
  void whatDoesNotOutliveTheNextBadRecordFailsTheFinalVerdict() {
    lab.ok("flag", "set", "ingest.dead-letters", "off");
    lab.ok("job", "restart", "fact_ad_events");
    lab.ok("lag", "--wait");
    assertThat(finding(lab.verify(), "forward-progress").outcome()).isEqualTo("PASS");
    lab.ok("clock", "resume", "--pace", "30");

    LabUnderTest.Output end = lab.lab("verify", "--final");

    assertThat(end.status()).as(end.text()).isEqualTo(1);
    assertThat(end.text()).contains("FAIL   restart-resistance", "FAIL   forward-progress");
  }

  private void assertRefused(String message, String table, String version) {
    LabUnderTest.Output output = lab.lab("table", "evolve", table, "--to", version);
    assertThat(output.status()).isEqualTo(2);
    assertThat(output.text()).contains(message).doesNotContain("\tat ");
  }
}
