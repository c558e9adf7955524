package dev.incidentlab.grading.score;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incidentlab.drill.Attempt;
import dev.incidentlab.drill.Finding;
import dev.incidentlab.drill.JournalEntry;
import dev.incidentlab.drill.JournalEntry.Kind;
import dev.incidentlab.drill.StoryClock.Segment;
import dev.incidentlab.drill.Verdict;
import dev.incidentlab.drill.scenario.GroundTruth;
import dev.incidentlab.drill.scenario.Noise;
import dev.incidentlab.drill.scenario.Scenario;
import dev.incidentlab.drill.scenario.Scoring;
import dev.incidentlab.grading.Aftermath.Recovered;
import dev.incidentlab.grading.Damage;
import dev.incidentlab.grading.DataCounts;
import dev.incidentlab.grading.Diagnosis;
import dev.incidentlab.grading.IncidentScope;
import dev.incidentlab.grading.score.RunFacts.Measured;
import dev.incidentlab.grading.score.Score.Dimension;
import dev.incidentlab.grading.score.Score.Measure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Wall time begins at 20:00 with the page, and story time runs as fast. */
class ScorerTest {
  private static final Instant PAGE = story("09:30:00");
  private static final Instant WALL = Instant.parse("2027-01-01T20:00:00Z");

  private final List<JournalEntry> journal = new ArrayList<>();
  private List<Segment> segments =
      List.of(
          new Segment(story("09:20:00"), WALL.minusSeconds(9), 0),
          new Segment(PAGE, WALL, 1),
          new Segment(story("09:50:00"), WALL.plusSeconds(1200), 0));
  private List<Recovered> recovered =
      List.of(
          new Recovered("fact_ad_events", 90L, WALL.plusSeconds(720), false),
          new Recovered("fact_billing", 60L, WALL.minusSeconds(5), true));
  private Measured<IncidentScope> scope = Measured.of(scope());
  private Optional<Diagnosis> diagnosis = Optional.empty();
  private long goodLetters;

  ScorerTest() {
    line("07:30:00", "lab", Kind.FAULT, Map.of("v2Share", 0.05));
    line("08:30:00", "lab", Kind.ALERT, alert("null-ratio", "WARNING"));
    line("09:20:00", "lab", Kind.FAULT, Map.of("v2Share", 1.0));
    line("09:30:00", "lab", Kind.ALERT, alert("freshness", "PAGE"));
  }

  @Test
  void detectionIsTwoTimesEachFromItsFaultToItsAlert() {
    Dimension times = dimension("times");

    assertThat(measure(times, "detect harm").value()).isEqualTo(3600);
    assertThat(measure(times, "detect harm").text())
        .contains("1 h 00 min story (07:30:00 to 08:30:00, null-ratio)", "fast-forwarded");
    assertThat(measure(times, "detect outage").value()).isEqualTo(600);
    assertThat(measure(times, "detect outage").text()).contains("freshness");
  }

  @Test
  void aFaultThatWasNotInjectedIsNotMeasuredFrom() {
    journal.remove(0);

    assertThat(measure(dimension("times"), "detect harm"))
        .isEqualTo(Measure.text("detect harm", "not measured: no fault was injected at 07:30:00"));
  }

  @Test
  void timesSinceThePageHaveBothClocks() {
    verb("09:31:05", "ack", Map.of());
    line("09:36:00", "lab", Kind.OBSERVATION, Map.of(RunJournal.INGEST, RunJournal.PROGRESSING));

    Dimension times = dimension("times");

    assertThat(measure(times, "acknowledge").text())
        .isEqualTo("1 min 05 s story (09:30:00 to 09:31:05), 1 min 05 s wall");
    assertThat(measure(times, "mitigate").value()).isEqualTo(360);
    assertThat(measure(times, "recover").text())
        .isEqualTo("12 min 00 s story (09:30:00 to 09:42:00), 12 min 00 s wall");
    assertThat(times.summary()).isEqualTo("recovered 18 min 00 s before the deadline (10:00:00)");
    assertThat(times.basedOn()).contains("ack", "bisection");
  }

  @Test
  void whatDidNotHappenHasNoTime() {
    recovered = List.of(new Recovered("fact_ad_events", null, null, false));

    Dimension times = dimension("times");

    assertThat(measure(times, "acknowledge").text()).isEqualTo("nobody did");
    assertThat(measure(times, "mitigate").text()).isEqualTo("ingest did not progress again");
    assertThat(measure(times, "recover").text())
        .isEqualTo("fact_ad_events did not hold everything at the end");
    assertThat(times.measures().subList(2, 5)).allMatch(m -> m.value() == null);
  }

  @Test
  void mitigationIsTheStartOfTheStretchThatLasted() {
    line("09:32:00", "lab", Kind.OBSERVATION, Map.of(RunJournal.INGEST, RunJournal.PROGRESSING));
    line("09:32:30", "lab", Kind.OBSERVATION, Map.of(RunJournal.INGEST, RunJournal.FAILED));
    line("09:40:00", "lab", Kind.OBSERVATION, Map.of(RunJournal.INGEST, RunJournal.PROGRESSING));

    assertThat(measure(dimension("times"), "mitigate").value()).isEqualTo(600);

    line("09:41:00", "lab", Kind.OBSERVATION, Map.of(RunJournal.INGEST, RunJournal.FAILED));
    assertThat(measure(dimension("times"), "mitigate").value()).isNull();
  }

  @Test
  void timesBindOnlyAtPaceOneWithoutAPause() {
    assertThat(score().binding()).isTrue();

    segments =
        List.of(
            new Segment(PAGE, WALL, 1),
            new Segment(story("09:31:00"), WALL.plusSeconds(60), 0),
            new Segment(story("09:31:00"), WALL.plusSeconds(90), 30),
            new Segment(story("09:50:00"), WALL.plusSeconds(1200), 0));
    assertThat(score().binding()).isFalse();
    assertThat(score().clocks()).endsWith("ran at pace 1.0, then pace 0 (held), then pace 30.0");

    segments =
        List.of(
            new Segment(PAGE, WALL, 1),
            new Segment(story("09:31:00"), WALL.plusSeconds(60), 0),
            new Segment(story("09:31:00"), WALL.plusSeconds(60).plusMillis(5), 1),
            new Segment(story("09:50:00"), WALL.plusSeconds(1200), 0));
    assertThat(score().binding()).as("an instant between two paces is no pause").isTrue();
  }

  @Test
  void nothingDoneToOthersIsNoCollateral() {
    verb("09:35:00", "replay run", Map.of());
    replay("fact_ad_events", Map.of("0", List.of(95L, 200L), "1", List.of(120L, 200L)));

    Dimension collateral = dimension("collateral");

    assertThat(collateral.summary()).isEqualTo("none");
    assertThat(measure(collateral, "replayed before it was needed").text())
        .isEqualTo("5 of 185 records");
  }

  @Test
  void eachKindOfCollateralIsNamed() {
    goodLetters = 7;
    replay("fact_ad_events", Map.of("0", List.of(0L, 200L)));
    verb("09:31:00", "downstream pause", Map.of("model", "exec_dashboard"));
    verb("09:31:00", "downstream pause", Map.of("model", "ml_features"));
    verb("09:31:00", "alerts silence", Map.of("alert", "freshness"));
    verb("09:31:00", "gate override", Map.of("gate", "volume"));
    verb("09:31:00", "producer stop", Map.of());
    verb("09:31:00", "producer rollback", Map.of());
    verb("09:31:00", "topic recreate", Map.of("topic", "ad-events"));
    line("09:31:00", RunJournal.OUTSIDE, Kind.OBSERVATION, Map.of());

    Dimension collateral = dimension("collateral");

    assertThat(collateral.measures())
        .allSatisfy(m -> assertThat(m.value()).as(m.what()).isPositive());
    assertThat(measure(collateral, "critical job or model paused").value()).isEqualTo(1);
    assertThat(measure(collateral, "replayed before it was needed").text())
        .isEqualTo("100 of 200 records: wider than needed");
  }

  @Test
  void aReplayOfATableThatWasRightWasNotNeeded() {
    replay("fact_billing", Map.of("0", List.of(10L, 40L)));

    assertThat(measure(dimension("collateral"), "replayed before it was needed").value())
        .isEqualTo(30);
  }

  @Test
  void withoutTheScopeTheWidthIsNotMeasured() {
    scope = Measured.failed("the topic is gone");

    assertThat(measure(dimension("collateral"), "replayed before it was needed").text())
        .isEqualTo("not measured: the topic is gone");
    assertThat(dimension("diagnosis").summary()).isEqualTo("not judged: the topic is gone");
  }

  @Test
  void silenceIsMeasuredFromThePageToRecovery() {
    assertThat(dimension("communication").summary()).isEqualTo("stakeholders heard nothing");

    verb("09:34:00", "say", Map.of("text", "wrong"));
    Dimension kept = dimension("communication");
    assertThat(kept.summary()).isEqualTo("at the cadence asked for");
    assertThat(measure(kept, "longest silence").value()).isEqualTo(480);

    recovered = List.of(new Recovered("fact_ad_events", null, null, false));
    Dimension late = dimension("communication");
    assertThat(late.summary()).isEqualTo("silent for longer than asked for");
    assertThat(measure(late, "longest silence").value()).isEqualTo(960);
    assertThat(measure(late, "silences longer than asked for").value()).isEqualTo(1);
  }

  @Test
  void hintsCostWhatTheScenarioSays() {
    verb("09:33:00", "hint", Map.of());
    verb("09:34:00", "hint", Map.of());

    assertThat(dimension("hints").summary()).isEqualTo("2 of 3, at 7 points");
  }

  @Test
  void questionsAreAnsweredRightlyAndInTimeOrNot() {
    assertThat(dimension("communication").summary()).isEqualTo("stakeholders heard nothing");

    line("09:33:00", "Finance", Kind.MESSAGE, Map.of("message", "finance"));
    verb("09:34:00", "say", Map.of("text", "It is.", "to", "finance", "answer", "yes"));
    assertThat(measure(dimension("communication"), "answer to finance").text())
        .isEqualTo("yes after 1 min 00 s story; right: no");

    verb("09:40:00", "say", Map.of("text", "It is not.", "to", "finance", "answer", "no"));
    assertThat(measure(dimension("communication"), "answer to finance").value()).isEqualTo(1);
    assertThat(dimension("communication").summary())
        .endsWith("1 of 1 questions answered rightly and in time");

    verb("09:44:00", "say", Map.of("text", "Still not.", "to", "finance", "answer", "no"));
    assertThat(measure(dimension("communication"), "answer to finance"))
        .satisfies(m -> assertThat(m.value()).isZero())
        .satisfies(m -> assertThat(m.text()).endsWith("asked for: within 10 min 00 s"));
  }

  @Test
  void aMessageCanBeThePage() {
    journal.removeIf(line -> line.kind() == Kind.ALERT);
    line("09:31:00", "CEO", Kind.MESSAGE, Map.of("message", "ceo", "pages", true));
    verb("09:32:00", "ack", Map.of());

    assertThat(measure(dimension("times"), "acknowledge").value()).isEqualTo(60);
  }

  @Test
  void onlyHintsOfAnEarlierAttemptCount() {
    int page = journal.size();
    verb("09:31:00", "ack", Map.of());
    verb("09:31:00", "hint", Map.of());
    verb("09:31:00", "producer stop", Map.of());
    line("09:30:00", "ann", Kind.LAB, Attempt.begins(2, page));
    verb("09:33:00", "ack", Map.of());
    verb("09:34:00", "hint", Map.of());

    assertThat(dimension("hints").summary()).isEqualTo("2 of 3, at 7 points");
    assertThat(measure(dimension("collateral"), "producer stopped").value()).isZero();
    assertThat(measure(dimension("times"), "acknowledge").value()).isEqualTo(180);
    assertThat(score().clocks()).endsWith("; attempt 2");
  }

  @Test
  void wallTimeOfAnotherAttemptIsCountedFromWhenPeopleWereOnCallInIt() {
    int page = journal.size();
    line("09:50:00", "ann", Kind.LAB, Attempt.begins(2, page));
    line("09:51:00", "lab", Kind.LAB, Map.of("phase", "ON_CALL"));
    verb("09:53:00", "ack", Map.of());

    assertThat(measure(dimension("times"), "acknowledge").text()).endsWith("2 min 00 s wall");
  }

  @Test
  void aDiagnosisIsScoredPartByPart() {
    diagnosis =
        Optional.of(
            new Diagnosis(
                "ingest",
                "crash",
                Set.of("fact_ad_events"),
                Set.of("fact_billing"),
                Map.of(),
                null,
                30L,
                null,
                Set.of(),
                Set.of()));

    Dimension scored = dimension("diagnosis");

    assertThat(measure(scored, "component credit").value()).isEqualTo(1);
    assertThat(measure(scored, "mechanism credit").text()).isEqualTo("0 of 1");
    assertThat(measure(scored, "scope credit").text()).isEqualTo("3 of 9");
    assertThat(measure(scored, "mechanism").text())
        .isEqualTo("wrong: said crash, is schema-mismatch");
    assertThat(measure(scored, "rows wrong").text()).isEqualTo("not said, is 8 at the page");
    assertThat(measure(scored, "rows missing").text()).isEqualTo("right: 30");
  }

  @Test
  void thereIsNeverOnlyOneNumber() {
    assertThat(score().dimensions())
        .extracting(Dimension::name)
        .containsExactly(
            "times", "data", "collateral", "communication", "diagnosis", "hints", "prevention");
    assertThat(score().dimensions()).allSatisfy(d -> assertThat(d.basedOn()).isNotBlank());
    assertThat(dimension("prevention").summary()).isEqualTo("not tried in this run");
    assertThat(dimension("diagnosis").summary()).isEqualTo("none was given");
    assertThat(dimension("data").summary()).isEqualTo("each once and as published, of 500 events");
  }

  private Score score() {
    return Scorer.score(
        new RunFacts(
            new RunJournal(journal),
            scenario(),
            segments,
            wall -> PAGE.plus(Duration.between(WALL, wall)),
            story("09:50:00"),
            story("10:00:00"),
            new Verdict(List.of(Finding.pass("ledger", "e", "o", 1))),
            List.of(
                new DataCounts("ad-events", "fact_ad_events", 400, 0, 0, 0, 0, goodLetters),
                new DataCounts("billing-events", "fact_billing", 100, 0, 0, 0, 0, 0)),
            Measured.of(recovered),
            scope,
            diagnosis));
  }

  private Dimension dimension(String name) {
    return score().dimensions().stream()
        .filter(d -> d.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static Measure measure(Dimension dimension, String what) {
    return dimension.measures().stream()
        .filter(m -> m.what().equals(what))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no measure " + what + " in " + dimension));
  }

  private void verb(String at, String words, Map<String, Object> arguments) {
    line(at, "ann", Kind.VERB, Map.of("verb", words, "arguments", arguments));
  }

  private void replay(String table, Map<String, Object> ranges) {
    line(
        "09:40:00",
        "ann",
        Kind.VERB,
        Map.of("verb", "replay run", "arguments", Map.of(), "table", table, "ranges", ranges));
  }

  private void line(String at, String who, Kind kind, Map<String, Object> data) {
    Instant story = story(at);
    Instant wall = story.isBefore(PAGE) ? WALL : WALL.plus(Duration.between(PAGE, story));
    journal.add(
        new JournalEntry(
            journal.size() + 1L, wall.toString(), story.toString(), who, kind, "text", data));
  }

  private static Map<String, Object> alert(String name, String severity) {
    return Map.of("alert", name, "state", "firing", "severity", severity);
  }

  private static Instant story(String time) {
    return Instant.parse("2026-03-03T" + time + "Z");
  }

  private static IncidentScope scope() {
    return new IncidentScope(
        "ad-events",
        Set.of(1, 2),
        Set.of("attribution"),
        Map.of(0, 100L, 1, 120L),
        new Damage(30, 8),
        new Damage(30, 8));
  }

  private static Scenario scenario() {
    return new Scenario(
        "s",
        "A scenario",
        Scenario.Difficulty.BEGINNER,
        30,
        List.of(),
        "Something breaks.",
        "It was this.",
        new Scenario.Clock(story("05:45:00"), story("06:00:00"), PAGE, story("10:00:00")),
        new Scenario.Workload(1, Map.of()),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        new GroundTruth(
            "ingest",
            "schema-mismatch",
            new GroundTruth.Scope(
                "ad-events",
                List.of("fact_ad_events"),
                List.of("fact_billing"),
                GroundTruth.FirstBad.NEW_SCHEMA,
                Optional.of(story("07:30:00")),
                Optional.of(story("09:20:00"))),
            List.of()),
        List.of(),
        Noise.none(),
        List.of(
            new Scenario.Message(
                "finance",
                story("09:33:00"),
                "Finance",
                "Is yesterday affected?",
                Optional.of(
                    new Scenario.Expects("no", List.of("yes", "no"), Duration.ofMinutes(10))),
                Optional.empty(),
                false)),
        List.of(
            new Scenario.Hint("one", 2),
            new Scenario.Hint("two", 5),
            new Scenario.Hint("three", 9)),
        List.of("ledger"),
        new Scenario.Thresholds(Duration.ofMinutes(10)),
        new Scoring(Duration.ofMinutes(15), List.of("exec_dashboard")),
        List.of(),
        List.of(),
        "none.md",
        List.of());
  }
}
