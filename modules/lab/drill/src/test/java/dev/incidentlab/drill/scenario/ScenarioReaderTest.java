package dev.incidentlab.drill.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.incidentlab.drill.Condition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScenarioReaderTest {
  static final Vocabulary VOCABULARY =
      new Vocabulary(
          Set.of("producer.rollout"),
          (fault, args) ->
              args.containsKey("v2Share") ? List.of() : List.of("args needs v2Share, a share"),
          Set.of("t.freshness", "t.uncommitted"),
          Set.of("ledger"),
          Set.of("none", "ingest", "producer"),
          Set.of("schema-mismatch"),
          Set.of("ad-events"),
          Set.of("t", "dashboard", "other"),
          Map.of("ingest.decoder", Set.of("pinned", "registry")),
          run -> run.startsWith("ack") ? "" : "'%s' is no verb".formatted(run));
  private static final String VALID =
      """
      format: 1
      id: small
      title: A small one
      difficulty: beginner
      minutes: 30
      skills: [replay]
      clock: {date: 2026-03-03, history: "05:00", start: "06:00", page: "09:30", deadline: "10:00"}
      workload: {rate: 50, flags: {ingest.decoder: pinned}}
      barrier:
        - {probe: t.uncommitted, atMost: 0}
      steadyState:
        - {probe: t.freshness, atMost: 2m, sustainFor: 5s}
      observeAt: ["08:30"]
      faults:
        - {at: "07:30", inject: producer.rollout, args: {v2Share: 0.05, viewThrough: false}}
      alerts:
        - {name: fresh, severity: page, probe: t.freshness, above: 10m, expected: true}
      mustManifest:
        - {probe: t.freshness, above: 10m, within: 1h}
      groundTruth:
        component: ingest
        mechanism: schema-mismatch
        scope: {topic: ad-events, affected: [t, dashboard], unaffected: [other], firstBad: new-schema, harm: "07:30"}
        propagation:
          - {from: ingest, to: t, how: reads it wrongly}
          - {from: t, to: dashboard, how: is read}
      injects:
        - {id: ceo, at: "09:35", from: CEO, text: Sooner!, deadline: "09:50"}
        - {id: finance, at: "09:33", from: Finance, text: Yesterday too?, expects: {answer: "no", options: ["yes", "no"], within: 10m}}
      hints:
        - {cost: 5, text: Look at the lag.}
      oracles: [ledger]
      thresholds: {freshness: 10m}
      scoring: {updates: 15m, critical: [dashboard]}
      solutions:
        - {id: ref, title: Right, steps: [{run: ack}]}
      adversarialFixes:
        - {id: none, title: Wrong, caughtBy: ledger, steps: []}
      runbook: schema-mismatch.md
      prevention:
        - {title: Contracts in CI, why: It is refused before it is deployed.}
      """;

  @TempDir Path folder;

  @Test
  void readsEverythingIntoTypes() throws Exception {
    Scenario scenario = read(VALID);

    assertThat(scenario.clock().page()).isEqualTo(Instant.parse("2026-03-03T09:30:00Z"));
    assertThat(scenario.faults().get(0).args())
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
        .hasMessageContaining("barrier is missing or empty; it needs at least one");
  }

  @Test
  void hintsAreALadderWithCosts() throws Exception {
    assertThat(read(VALID).hints()).containsExactly(new Scenario.Hint("Look at the lag.", 5));
    assertThatThrownBy(() -> read(VALID.replace("text: Look at the lag.", "text: ''")))
        .hasMessageContaining("a hint has 1 to 120 words, this one has 0");
  }

  @Test
  void readsTheTextsThatLieBesideTheKeys() throws Exception {
    assertThat(read(VALID).story()).isEqualTo("Something breaks.");
    assertThat(read(VALID).debrief()).isEqualTo("It was this.");
    Files.delete(folder.resolve("small/debrief.md"));
    assertThatThrownBy(() -> ScenarioReader.read(folder.resolve("small"), VOCABULARY))
        .hasMessageContaining("small/debrief.md: cannot be read");
  }

  @Test
  void readsWhatADiagnosisAndScoresAreHeldAgainst() throws Exception {
    Scenario scenario = read(VALID);

    assertThat(scenario.groundTruth().scope().places()).containsExactly("dashboard", "other", "t");
    assertThat(scenario.groundTruth().scope().harm())
        .contains(Instant.parse("2026-03-03T07:30:00Z"));
    assertThat(scenario.groundTruth().scope().outage()).isEmpty();
    assertThat(scenario.scoring().critical()).containsExactly("dashboard");
  }

  @Test
  void readsWhatPeopleWriteAndWhatTheyWaitFor() throws Exception {
    Scenario scenario = read(VALID);

    assertThat(scenario.injects().get(0).deadline())
        .contains(Instant.parse("2026-03-03T09:50:00Z"));
    assertThat(scenario.injects().get(1).expects().orElseThrow())
        .isEqualTo(new Scenario.Expects("no", List.of("yes", "no"), Duration.ofMinutes(10)));
    assertThatThrownBy(
            () -> read(VALID.replace("options: [\"yes\", \"no\"]", "options: [\"yes\"]")))
        .hasMessageContaining("options must be at least two and have the answer 'no'");
    assertThatThrownBy(() -> read(VALID.replace("id: ceo", "id: finance")))
        .hasMessageContaining("injects has 'finance' twice");
  }

  @Test
  void refusesScoresThatAreMeasuredFromNothing() {
    assertThatThrownBy(() -> read(VALID.replace("harm: \"07:30\"", "harm: \"07:40\"")))
        .hasMessageContaining("no fault is injected then; use the time of one of");
    assertThatThrownBy(() -> read(VALID.replace("updates: 15m", "updates: 0m")))
        .hasMessageContaining("updates must be above 0");
  }

  @Test
  void refusesADiagnosisThatCannotBeGiven() {
    assertThatThrownBy(() -> read(VALID.replace("component: ingest", "component: intake")))
        .hasMessageContaining("component 'intake' is unknown; known: ");
    assertThatThrownBy(() -> read(VALID.replace("unaffected: [other]", "unaffected: [t]")))
        .hasMessageContaining("[t] is both affected and unaffected");
  }

  @Test
  void refusesAPropagationThatLeadsElsewhere() {
    assertThatThrownBy(() -> read(VALID.replace("{from: t, to: dashboard", "{from: t, to: other")))
        .hasMessageContaining("no edges lead from ingest to dashboard, which is affected")
        .hasMessageContaining("edges lead from ingest to other, which is unaffected");
  }

  @Test
  void refusesStepsFlagsAndArgumentsThatThereAreNot() {
    assertThatThrownBy(() -> read(VALID.replace("{run: ack}", "{run: rm -rf /}")))
        .hasMessageContaining("'rm -rf /' is no verb");
    assertThatThrownBy(() -> read(VALID.replace("{ingest.decoder: pinned}", "{ingest.decoder: x}")))
        .hasMessageContaining("workload.flags has 'ingest.decoder: x'");
    assertThatThrownBy(() -> read(VALID.replace("v2Share: 0.05, ", "")))
        .hasMessageContaining("args needs v2Share");
  }

  @Test
  void oneThatExtendsAnotherHasTheKeysThatItDoesNotSay() throws Exception {
    read(VALID);

    Scenario loud =
        read(
            "loud",
            """
            format: 1
            id: loud
            extends: small
            title: A loud one
            difficulty: advanced
            minutes: 20
            """);

    assertThat(loud.title()).isEqualTo("A loud one");
    assertThat(loud.minutes()).isEqualTo(20);
    assertThat(loud.faults()).hasSize(1);
    assertThat(loud.story()).isEqualTo("Something breaks.");
    assertThat(ScenarioReader.folders(folder.resolve("loud")))
        .containsExactly(folder.resolve("loud"), folder.resolve("small"));
  }

  @Test
  void aMistakeInWhatIsExtendedIsShownWhereItStands() throws Exception {
    Files.writeString(
        Files.createDirectories(folder.resolve("small")).resolve(ScenarioReader.FILE),
        VALID.replace("oracles: [ledger]", "oracles: [lager]"));

    assertThatThrownBy(
            () ->
                read(
                    "loud",
                    "format: 1\nid: loud\nextends: small\ntitle: L\ndifficulty: beginner\nminutes: 1\n"))
        .hasMessageContaining("small/scenario.yaml:")
        .hasMessageContaining("oracles 'lager' is unknown");
  }

  @Test
  void nothingOfElsewhereIsExtended() {
    assertThatThrownBy(() -> read("loud", "format: 1\nid: loud\nextends: ../../etc\n"))
        .hasMessageContaining("title is missing");
  }

  @Test
  void aSeedDrawsSomeOfTheNoiseAndAlwaysTheSame() throws Exception {
    String noisy =
        VALID
            + """
            noise:
              draw: 1
              injects:
                - {id: a, at: "08:00", from: A, text: one}
                - {id: b, at: "08:00", from: B, text: two}
                - {id: c, at: "08:00", from: C, text: three}
            """;
    Scenario scenario = read(noisy);

    assertThat(scenario.injects()).hasSize(2);
    assertThat(scenario.drawn(7).injects()).hasSize(3).isEqualTo(read(noisy).drawn(7).injects());
    assertThat(
            java.util.stream.LongStream.range(0, 20)
                .mapToObj(seed -> scenario.drawn(seed).injects().get(0).id())
                .distinct())
        .containsExactlyInAnyOrder("a", "b", "c");
    assertThatThrownBy(() -> read(noisy.replace("draw: 1", "draw: 4")))
        .hasMessageContaining("noise.draw is 4, but there are 3 to draw");
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
                    "small/scenario.yaml:5: minutes must be a whole number, but is 'soon'"))
        .anyMatch(p -> p.contains(":3: titel is not a key here; known keys: format, id, extends"))
        .anyMatch(p -> p.contains("title is missing"))
        .anyMatch(
            p -> p.contains("small/scenario.yaml:32: oracles 'lager' is unknown; known: ledger"))
        .anyMatch(
            p ->
                p.contains(
                    ":15: faults[0].inject 'producer.explode' is unknown; known: producer.rollout"))
        .hasSize(5);
  }

  @Test
  void refusesUnknownKeysWithinParts() {
    assertThatThrownBy(
            () -> read(VALID.replace("workload: {rate: 50, ", "workload: {rate: 50, speed: 2, ")))
        .hasMessageContaining("workload.speed is not a key here; known keys: rate, flags");
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
        .hasMessageContaining("barrier[0] needs one of above and atMost, but has none");
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
    return read("small", yaml);
  }

  private Scenario read(String name, String yaml) throws InvalidScenarioException, IOException {
    Path scenario = Files.createDirectories(folder.resolve(name));
    Files.writeString(scenario.resolve(ScenarioReader.FILE), yaml);
    if (name.equals("small")) {
      Files.writeString(scenario.resolve(ScenarioReader.STORY), "Something breaks.\n");
      Files.writeString(scenario.resolve(ScenarioReader.DEBRIEF), "It was this.\n");
    }
    return ScenarioReader.read(scenario, VOCABULARY);
  }
}
