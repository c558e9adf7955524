package dev.incidentlab.drill.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.incidentlab.drill.Condition;
import dev.incidentlab.drill.scenario.ScenarioReader.Vocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScenarioReaderTest {
  private static final Vocabulary VOCABULARY =
      new Vocabulary(
          Set.of("producer.rollout"),
          Set.of("t.freshness", "t.uncommitted"),
          Set.of("ledger"),
          Set.of("ingest"),
          Set.of("schema-mismatch"));
  private static final String VALID =
      """
      format: 1
      id: small
      title: A small one
      minutes: 30
      skills: [replay]
      story: Something breaks.
      clock: {date: 2026-03-03, history: "05:00", start: "06:00", page: "09:30", deadline: "10:00"}
      workload: {rate: 50}
      barrier:
        - {probe: t.uncommitted, atMost: 0}
      steadyState:
        - {probe: t.freshness, atMost: 2m}
      observeAt: ["08:30"]
      faults:
        - {at: "07:30", inject: producer.rollout, args: {v2Share: 0.05, viewThrough: false}}
      alerts:
        - {name: fresh, severity: page, probe: t.freshness, above: 10m}
      mustManifest:
        - {probe: t.freshness, above: 10m}
      oracles: [ledger]
      thresholds: {freshness: 10m}
      solutions:
        - {id: ref, title: Right, steps: [{run: ack}]}
      adversarialFixes:
        - {id: none, title: Wrong, caughtBy: ledger, steps: []}
      runbook: schema-mismatch.md
      """;

  @TempDir Path folder;

  @Test
  void readsEverythingIntoTypes() throws Exception {
    Scenario scenario = read(VALID);

    assertThat(scenario.clock().page()).isEqualTo(Instant.parse("2026-03-03T09:30:00Z"));
    assertThat(scenario.faults().get(0).arguments())
        .containsEntry("v2Share", 0.05)
        .containsEntry("viewThrough", false);
    assertThat(scenario.alerts().get(0).condition())
        .isEqualTo(new Condition("t.freshness", Condition.Comparison.ABOVE, 600, "10m"));
    assertThat(scenario.adversarialFixes().get(0).caughtBy()).isEqualTo("ledger");
    assertThat(scenario.solutions().get(0).caughtBy()).isNull();
  }

  @Test
  void aBarrierThatWaitsForNothingIsRefused() {
    assertThatThrownBy(
            () ->
                read(
                    VALID.replace(
                        "barrier:\n  - {probe: t.uncommitted, atMost: 0}", "barrier: []")))
        .hasMessageContaining("barrier is missing; say when all that was published is taken in");
  }

  @Test
  void hintsAreALadderWithCosts() throws Exception {
    Scenario scenario = read(VALID + "hints:\n  - {text: Look at the lag., cost: 5}\n");

    assertThat(scenario.hints()).containsExactly(new Scenario.Hint("Look at the lag.", 5));
  }

  private static final String SCORED =
      VALID
          + """
          diagnosis:
            component: ingest
            mechanism: schema-mismatch
            topic: ad-events
            affected: [t, dashboard]
            unaffected: [other]
          scoring: {harm: "07:30", outage: "07:30", updates: 15m, critical: [dashboard]}
          """;

  @Test
  void readsWhatADiagnosisAndScoresAreHeldAgainst() throws Exception {
    Scenario scenario = read(SCORED);

    assertThat(scenario.diagnosis().orElseThrow().places())
        .containsExactly("dashboard", "other", "t");
    assertThat(scenario.scoring().orElseThrow().harm())
        .isEqualTo(Instant.parse("2026-03-03T07:30:00Z"));
    assertThat(read(VALID).diagnosis()).isEmpty();
    assertThat(read(VALID).scoring()).isEmpty();
  }

  @Test
  void refusesScoresThatAreMeasuredFromNothing() {
    assertThatThrownBy(() -> read(SCORED.replace("harm: \"07:30\"", "harm: \"07:40\"")))
        .hasMessageContaining("no fault is injected then; use the time of one of");
    assertThatThrownBy(() -> read(SCORED.replace("updates: 15m", "updates: 0m")))
        .hasMessageContaining("updates must be above 0");
  }

  @Test
  void refusesADiagnosisThatCannotBeGiven() {
    assertThatThrownBy(() -> read(SCORED.replace("component: ingest", "component: intake")))
        .hasMessageContaining("component 'intake' is unknown; known: ingest");
    assertThatThrownBy(() -> read(SCORED.replace("unaffected: [other]", "unaffected: [t]")))
        .hasMessageContaining("[t] is both affected and unaffected");
    assertThatThrownBy(() -> read(SCORED.replace("affected: [t, dashboard]", "affected: []")))
        .hasMessageContaining("affected is empty");
  }

  @Test
  void reportsAllProblemsAtOnceWithTheirLines() {
    String broken =
        VALID
            .replace("minutes: 30", "minutes: soon")
            .replace("oracles: [ledger]", "oracles: [lager]")
            .replace("title: A small one", "titel: A small one")
            .replace("inject: producer.rollout", "inject: producer.explode");

    InvalidScenarioException e =
        catchThrowableOfType(InvalidScenarioException.class, () -> read(broken));

    assertThat(e.problems())
        .extracting(InvalidScenarioException.Problem::toString)
        .anyMatch(
            p ->
                p.startsWith(
                    "small/scenario.yaml:4: minutes must be a whole number, but is 'soon'"))
        .anyMatch(p -> p.contains(":3: titel is not a key here; known keys: format, id"))
        .anyMatch(p -> p.contains("title is missing"))
        .anyMatch(p -> p.contains(":20: oracles 'lager' is unknown; known: ledger"))
        .anyMatch(
            p -> p.contains(":15: inject 'producer.explode' is unknown; known: producer.rollout"))
        .hasSize(5);
  }

  @Test
  void refusesUnknownKeysWithinParts() {
    assertThatThrownBy(
            () -> read(VALID.replace("workload: {rate: 50}", "workload: {rate: 50, speed: 2}")))
        .hasMessageContaining("workload.speed is not a key here; known keys: rate");
  }

  @Test
  void refusesAClockThatIsOutOfOrder() {
    assertThatThrownBy(() -> read(VALID.replace("start: \"06:00\"", "start: \"09:45\"")))
        .hasMessageContaining("history < start < page < deadline");
  }

  @Test
  void refusesAConditionWithoutALimit() {
    assertThatThrownBy(
            () ->
                read(VALID.replace("{probe: t.uncommitted, atMost: 0}", "{probe: t.uncommitted}")))
        .hasMessageContaining("needs one of above and atMost");
  }

  @Test
  void refusesAnotherFoldersId() {
    assertThatThrownBy(() -> read(VALID.replace("id: small", "id: large")))
        .hasMessageContaining("id is 'large', but the folder is 'small'");
  }

  @Test
  void saysWhereItIsNotYaml() {
    assertThatThrownBy(() -> read("format: 1\nid: [small\n"))
        .isInstanceOf(InvalidScenarioException.class)
        .hasMessageContaining("is not YAML");
  }

  @Test
  void saysThatTheFileIsMissing() {
    assertThatThrownBy(() -> ScenarioReader.read(folder.resolve("none"), VOCABULARY))
        .isInstanceOf(InvalidScenarioException.class)
        .hasMessageContaining("none/scenario.yaml: cannot be read");
  }

  private Scenario read(String yaml) throws InvalidScenarioException, IOException {
    Path scenario = Files.createDirectories(folder.resolve("small"));
    Files.writeString(scenario.resolve(ScenarioReader.FILE), yaml);
    return ScenarioReader.read(scenario, VOCABULARY);
  }
}
