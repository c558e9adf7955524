package dev.incidentlab.grading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incidentlab.drill.Finding;
import dev.incidentlab.drill.Outcome;
import dev.incidentlab.drill.Verdict;
import dev.incidentlab.drill.scenario.GroundTruth;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BriefVerdictTest {
  @TempDir private Path directory;
  private SmallWorld world;
  private List<Published> events;

  @BeforeEach
  void publish() throws IOException {
    world = SmallWorld.withBilling(directory);
    events = world.publishAds(40);
  }

  @AfterEach
  void close() throws IOException {
    world.close();
  }

  @Test
  void saysWhatKindsOfRowsAreNotRightButNotHowManyAndWhich() throws InterruptedException {
    List<Published> rows = new ArrayList<>(events.subList(0, 33));
    rows.add(events.get(33).with("placement", "other"));
    world.ads().ingest(rows);

    Finding finding = brief();

    assertThat(finding.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(finding.observed())
        .startsWith(
            "fact_ad_events: some rows are missing, some altered; fact_billing: as published")
        .doesNotContainPattern("[0-9]");
    assertThat(finding.examples()).isEmpty();
  }

  @Test
  void saysThatADiagnosisWasGivenButNotWhetherItIsRight() {
    GroundTruth truth =
        new GroundTruth(
            "none",
            "none",
            new GroundTruth.Scope(
                "ad-events",
                List.of(),
                List.of("fact_ad_events"),
                GroundTruth.FirstBad.NONE,
                Optional.empty(),
                Optional.empty()),
            List.of());
    Diagnosis wrong =
        new Diagnosis(
            "ingest", "crash", Set.of(), Set.of(), Map.of(), null, null, null, Set.of(), Set.of());

    assertThat(brief(DiagnosisOracle.claimed(Optional.of(wrong), truth)).observed())
        .startsWith("one was given");
    assertThat(brief(DiagnosisOracle.claimed(Optional.empty(), truth)).outcome())
        .isEqualTo(Outcome.FAIL);
  }

  private static Finding brief(Finding finding) {
    return BriefVerdict.of(new Grader.Judgement(new Verdict(List.of(finding)), List.of()))
        .findings()
        .get(0);
  }

  @Test
  void hasNothingToHideOfARightTable() throws InterruptedException {
    world.ads().ingest(events);

    assertThat(brief()).isEqualTo(world.judge("ledger"));
  }

  @Test
  void saysThatSymptomsWereSeenButNotHowLargeTheyWere() throws InterruptedException {
    Grader grader = world.grader(List.of(new Symptom("rows wait", true, "40,312 wait")));

    Finding finding =
        BriefVerdict.of(grader.judgeWithCounts(List.of("fault-is-real"))).findings().get(0);

    assertThat(finding.outcome()).isEqualTo(Outcome.PASS);
    assertThat(finding.observed()).isEqualTo("all 1 were seen");
  }

  private Finding brief() throws InterruptedException {
    return BriefVerdict.of(world.grader(List.of()).judgeWithCounts(List.of("ledger")))
        .findings()
        .get(0);
  }
}
