package dev.incidentlab.grading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incidentlab.drill.Finding;
import dev.incidentlab.drill.Outcome;
import dev.incidentlab.drill.scenario.GroundTruth;
import dev.incidentlab.grading.DiagnosisOracle.Part;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A diagnosis is held, claim by claim, against what the incident was and how far it reached. */
class DiagnosisOracleTest {
  private static final Instant HARM = Instant.parse("2026-03-03T07:30:00Z");
  private static final Damage AT_PAGE = new Damage(30, 8);
  private static final Damage NO_DAMAGE = new Damage(0, 0);
  private static final GroundTruth EXPECTED = truth("ingest", "schema-mismatch", HARM);
  private static final Diagnosis RIGHT =
      new Diagnosis(
          "ingest",
          "schema-mismatch",
          Set.of("exec_dashboard", "fact_ad_events"),
          Set.of("fact_billing"),
          Map.of("ad-events/0", 10L, "ad-events/1", 10L),
          HARM.toString(),
          30L,
          8L,
          Set.of(2, 1),
          Set.of("attribution", "event_type"));

  @Test
  void aRightDiagnosisIsRightInEveryPart() {
    List<Part> parts = parts(RIGHT);

    assertThat(parts).hasSize(11).allMatch(Part::right);
    assertThat(DiagnosisOracle.finding(parts).outcome()).isEqualTo(Outcome.PASS);
  }

  @ParameterizedTest
  @MethodSource("wrongOnes")
  void aWrongPartIsNamed(String part, Diagnosis wrong, String said) {
    List<Part> parts = parts(wrong);

    assertThat(parts).filteredOn(p -> !p.right()).extracting(Part::name).containsExactly(part);
    Finding finding = DiagnosisOracle.finding(parts);
    assertThat(finding.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(finding.observed())
        .isEqualTo("10 of 11 parts are right; wrong or not said: " + part);
    assertThat(finding.examples()).singleElement().asString().startsWith(part + ": said " + said);
  }

  static Stream<Arguments> wrongOnes() {
    return Stream.of(
        Arguments.of("component", with("producer", 30L, 8L), "producer"),
        Arguments.of(
            "mechanism",
            new Diagnosis(
                "ingest",
                "overload",
                RIGHT.affected(),
                RIGHT.unaffected(),
                RIGHT.firstBad(),
                RIGHT.since(),
                30L,
                8L,
                RIGHT.versions(),
                RIGHT.fields()),
            "overload"),
        Arguments.of("affected", scoped(Set.of("fact_ad_events"), RIGHT.unaffected()), "fact_ad"),
        Arguments.of("unaffected", scoped(RIGHT.affected(), Set.of()), "not said"),
        Arguments.of("schema versions", written(Set.of(2), RIGHT.fields()), "2"),
        Arguments.of("changed fields", written(RIGHT.versions(), Set.of("placement")), "placement"),
        Arguments.of(
            "first bad offsets",
            from(Map.of("ad-events/0", 10L, "ad-events/1", 11L)),
            "ad-events/0"),
        Arguments.of("first bad offsets", from(Map.of("ad-events/1", 10L)), "ad-events/1=10"),
        Arguments.of("rows missing", with("ingest", 28L, 8L), "28"),
        Arguments.of("rows missing", with("ingest", 32L, 8L), "32"),
        Arguments.of("rows missing", with("ingest", null, 8L), "not said"),
        Arguments.of("rows wrong", with("ingest", 30L, 0L), "0"));
  }

  @Test
  void anotherTopicIsNamedWithItsOffsets() {
    assertThat(parts(from(Map.of("billing-events/0", 1L))))
        .filteredOn(p -> !p.right())
        .extracting(Part::name)
        .containsExactly("topic", "first bad offsets");
  }

  @Test
  void countsMayBeOfAnyTimeWhileTheDamageGrew() {
    IncidentScope scope = scope(new Damage(60, 8));

    for (long right : new long[] {29, 30, 45, 60, 63}) {
      assertThat(DiagnosisOracle.parts(with("ingest", right, 8L), EXPECTED, scope))
          .as("%d missing", right)
          .allMatch(Part::right);
    }
    assertThat(DiagnosisOracle.parts(with("ingest", 64L, 8L), EXPECTED, scope))
        .anyMatch(p -> !p.right() && p.name().equals("rows missing"));
  }

  @Test
  void whatIsLeftAfterTheRepairIsNotTheDamage() {
    IncidentScope scope = scope(new Damage(0, 0));

    assertThat(DiagnosisOracle.parts(RIGHT, EXPECTED, scope)).allMatch(Part::right);
    assertThat(DiagnosisOracle.parts(with("ingest", 0L, 0L), EXPECTED, scope))
        .filteredOn(p -> !p.right())
        .extracting(Part::name)
        .containsExactly("rows missing", "rows wrong");
  }

  @Test
  void whatIsPartlyRightHasPartOfTheCredit() {
    assertThat(credit("affected", scoped(Set.of("fact_ad_events"), Set.of()), EXPECTED))
        .isEqualTo(0.5);
    assertThat(
            credit(
                "first bad offsets",
                from(Map.of("ad-events/0", 10L, "ad-events/1", 11L)),
                EXPECTED))
        .isEqualTo(1.0 / 3);
    assertThat(credit("rows missing", with("ingest", 24L, 8L), EXPECTED)).isEqualTo(0.5);
    assertThat(credit("rows missing", with("ingest", 3L, 8L), EXPECTED)).isZero();
    GroundTruth earlier = truth("ingest", "schema-mismatch", HARM.minusSeconds(300));
    assertThat(credit("since", RIGHT, earlier)).isEqualTo(0.5);
  }

  @Test
  void whereNothingIsBadNoOffsetIsAskedFor() {
    GroundTruth.Scope none =
        new GroundTruth.Scope(
            "ad-events",
            List.of(),
            List.of("fact_ad_events"),
            GroundTruth.FirstBad.NONE,
            Optional.empty(),
            Optional.empty());
    IncidentScope scope =
        new IncidentScope("ad-events", Set.of(), Set.of(), Map.of(), NO_DAMAGE, NO_DAMAGE);

    assertThat(
            DiagnosisOracle.parts(RIGHT, new GroundTruth("none", "none", none, List.of()), scope))
        .extracting(Part::name)
        .doesNotContain("topic", "first bad offsets", "since");
  }

  @Test
  void aVerdictRestsOnWhatWasClaimed() {
    assertThat(DiagnosisOracle.claimed(Optional.empty(), EXPECTED).outcome())
        .isEqualTo(Outcome.FAIL);
    assertThat(DiagnosisOracle.claimed(Optional.of(RIGHT), EXPECTED).outcome())
        .isEqualTo(Outcome.PASS);
    assertThat(
            DiagnosisOracle.claimed(Optional.of(RIGHT), truth("producer", "schema-mismatch", HARM))
                .observed())
        .endsWith("wrong or not said: component");
  }

  @Test
  void thatNothingIsWrongIsClaimedWithCounts() {
    GroundTruth none = truth("none", "none", HARM);
    assertThat(DiagnosisOracle.claimed(Optional.of(nothingWrong(0L, 0L)), none).outcome())
        .isEqualTo(Outcome.PASS);
    assertThat(DiagnosisOracle.claimed(Optional.of(nothingWrong(null, null)), none).observed())
        .endsWith("rows missing, rows wrong");
  }

  private static Diagnosis nothingWrong(Long missing, Long wrong) {
    return new Diagnosis(
        "none",
        "none",
        RIGHT.affected(),
        RIGHT.unaffected(),
        Map.of(),
        null,
        missing,
        wrong,
        Set.of(),
        Set.of());
  }

  private static double credit(String name, Diagnosis said, GroundTruth truth) {
    return DiagnosisOracle.parts(said, truth, scope(AT_PAGE)).stream()
        .filter(part -> part.name().equals(name))
        .findFirst()
        .orElseThrow()
        .credit();
  }

  private static List<Part> parts(Diagnosis said) {
    return DiagnosisOracle.parts(said, EXPECTED, scope(AT_PAGE));
  }

  private static IncidentScope scope(Damage atDiagnosis) {
    return new IncidentScope(
        "ad-events",
        Set.of(1, 2),
        Set.of("attribution", "event_type"),
        Map.of(0, 10L, 1, 10L),
        AT_PAGE,
        atDiagnosis);
  }

  private static GroundTruth truth(String component, String mechanism, Instant harm) {
    return new GroundTruth(
        component,
        mechanism,
        new GroundTruth.Scope(
            "ad-events",
            List.of("fact_ad_events", "exec_dashboard"),
            List.of("fact_billing"),
            GroundTruth.FirstBad.NEW_SCHEMA,
            Optional.of(harm),
            Optional.empty()),
        List.of());
  }

  private static Diagnosis with(String component, Long missing, Long wrong) {
    return new Diagnosis(
        component,
        RIGHT.mechanism(),
        RIGHT.affected(),
        RIGHT.unaffected(),
        RIGHT.firstBad(),
        RIGHT.since(),
        missing,
        wrong,
        RIGHT.versions(),
        RIGHT.fields());
  }

  private static Diagnosis scoped(Set<String> affected, Set<String> unaffected) {
    return new Diagnosis(
        RIGHT.component(),
        RIGHT.mechanism(),
        affected,
        unaffected,
        RIGHT.firstBad(),
        RIGHT.since(),
        30L,
        8L,
        RIGHT.versions(),
        RIGHT.fields());
  }

  private static Diagnosis written(Set<Integer> versions, Set<String> fields) {
    return new Diagnosis(
        RIGHT.component(),
        RIGHT.mechanism(),
        RIGHT.affected(),
        RIGHT.unaffected(),
        RIGHT.firstBad(),
        RIGHT.since(),
        30L,
        8L,
        versions,
        fields);
  }

  private static Diagnosis from(Map<String, Long> firstBad) {
    return new Diagnosis(
        RIGHT.component(),
        RIGHT.mechanism(),
        RIGHT.affected(),
        RIGHT.unaffected(),
        firstBad,
        RIGHT.since(),
        30L,
        8L,
        RIGHT.versions(),
        RIGHT.fields());
  }
}
