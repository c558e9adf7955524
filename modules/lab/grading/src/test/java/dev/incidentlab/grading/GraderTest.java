package dev.incidentlab.grading;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.incidentlab.drill.Finding;
import dev.incidentlab.drill.Outcome;
import dev.incidentlab.drill.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GraderTest {
  @TempDir private Path directory;
  private SmallWorld world;

  @BeforeEach
  void publish() throws IOException {
    world = SmallWorld.withBilling(directory);
    world.ads().ingest(world.publishAds(10));
    world.storyIs(SmallWorld.START.plusSeconds(60));
  }

  @AfterEach
  void close() throws IOException {
    world.close();
  }

  @Test
  void passesWhenAllIsRight() throws InterruptedException {
    world
        .time()
        .onPause(
            pause -> {
              // Again and again: oracles run side by side, and nobody knows whose pause is the
              // first.
              if (pause % 4 == 1) {
                world.ads().ingest(world.publishAds(4));
                world.billing().ingest(List.of(world.billing().publish(0, world.billingEvent())));
              }
            });
    List<String> names =
        List.of(
            "forward-progress", "freshness", "ledger", "dead-letters", "history", "fault-is-real");

    Verdict verdict =
        world.grader(List.of(new Symptom("lag grows", true, "lag was 900"))).judge(names);

    assertThat(verdict.findings()).extracting(Finding::oracle).isEqualTo(names);
    assertThat(verdict.findings()).extracting(Finding::outcome).containsOnly(Outcome.PASS);
    assertThat(verdict.outcome()).isEqualTo(Outcome.PASS);
  }

  @Test
  void hasAnOracleForEachName() throws Exception {
    Grader grader = world.grader(List.of());

    assertThat(grader.oracles().keySet()).isEqualTo(Grader.ORACLES);
    Finding finding = grader.oracles().get("ledger").judge();
    assertThat(finding.oracle()).isEqualTo("ledger");
    assertThat(finding.outcome()).isEqualTo(Outcome.PASS);
  }

  @Test
  void isAnErrorForAnOracleThatItDoesNotHave() throws InterruptedException {
    Finding finding = world.judge("gates");

    assertThat(finding.outcome()).isEqualTo(Outcome.ERROR);
    assertThat(finding.observed()).contains("dead-letters");
  }

  @Test
  void isAnErrorWhenTheLedgerIsGone() throws IOException, InterruptedException {
    world.close();
    try (var files = Files.list(directory.resolve("ledger"))) {
      files.forEach(GraderTest::delete);
    }

    Verdict verdict = world.grader(List.of()).judge(List.of("ledger", "history"));

    assertThat(verdict.findings()).extracting(Finding::outcome).containsOnly(Outcome.ERROR);
    assertThat(verdict.findings().get(0).observed()).contains("holds no ledger");
  }

  @Test
  void isAnErrorWhenASymptomDidNotShow() throws InterruptedException {
    Finding finding =
        world
            .grader(
                List.of(
                    new Symptom("lag grows", true, "lag was 900"),
                    new Symptom("the job fails", false, "it was RUNNING")))
            .judge(List.of("fault-is-real"))
            .findings()
            .get(0);

    assertThat(finding.outcome()).isEqualTo(Outcome.ERROR);
    assertThat(finding.observed()).isEqualTo("'the job fails' was not seen: it was RUNNING");
  }

  @Test
  void isAnErrorWhenNoSymptomIsNamed() throws InterruptedException {
    assertThat(world.judge("fault-is-real").outcome()).isEqualTo(Outcome.ERROR);
  }

  @Test
  void isAnErrorWhenAColumnIsNotInTheTable() throws IOException, InterruptedException {
    Subject billing = world.billing().subject();
    Subject wrong = new Subject("ad-events", billing.tableDirectory(), "dead-letters", "ad-event");

    Finding finding =
        world.grader(List.of(wrong), List.of()).judge(List.of("ledger")).findings().get(0);

    assertThat(finding.outcome()).isEqualTo(Outcome.ERROR);
    assertThat(finding.observed()).contains("has no column event_type");
  }

  @Test
  void keepsABaselineThroughJson() throws IOException {
    ObjectMapper json = new ObjectMapper();

    Baseline read = json.readValue(json.writeValueAsString(world.baseline()), Baseline.class);

    assertThat(read).isEqualTo(world.baseline());
    assertThat(read.topics().get("ad-events").startOffsets()).isEqualTo(Map.of(0, 0L, 1, 0L));
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
