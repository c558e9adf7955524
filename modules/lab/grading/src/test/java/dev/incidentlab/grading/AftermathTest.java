package dev.incidentlab.grading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incidentlab.drill.Finding;
import dev.incidentlab.drill.ObservationException;
import dev.incidentlab.drill.Outcome;
import dev.incidentlab.drill.scenario.GroundTruth;
import dev.incidentlab.grading.Aftermath.Recovered;
import dev.incidentlab.grading.DiagnosisOracle.Part;
import dev.incidentlab.schema.Contracts;
import dev.incidentlab.schema.WireFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The story, small: 20 events by version 1; then 8 by version 2, of which partition 0 has one and
 * the rest are in partition 1, read wrongly; then 30 that are not in the table.
 */
class AftermathTest {
  private static final Instant HARM = Instant.parse("2026-03-03T07:30:00Z");
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

  @TempDir private Path directory;
  private SmallWorld world;
  private List<Published> rolledOut;
  private List<Published> waiting;
  private Moment page;

  @BeforeEach
  void publish() throws IOException, ObservationException {
    world = SmallWorld.withBilling(directory);
    world.ads().ingest(world.publishAds(20));
    rolledOut = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      rolledOut.add(publishV2(i == 0 ? 0 : 1));
    }
    world.ads().ingest(misread(rolledOut));
    world.ads().publishPoison(0);
    waiting = world.publishAds(30);
    page = now();
  }

  @AfterEach
  void close() throws IOException {
    world.close();
  }

  @Test
  void measuresTheScopeFromTopicLedgerAndTheTableOfThePage() throws Exception {
    // What is repaired afterwards does not change what was.
    world.ads().ingest(waiting);
    world.ads().upsert(rolledOut);

    IncidentScope scope = world.aftermath().scope(EXPECTED.scope(), page, Optional.empty());

    assertThat(scope.firstBad()).isEqualTo(Map.of(0, 10L, 1, 10L));
    assertThat(scope.versions()).containsExactly(1, 2);
    assertThat(scope.fields()).containsExactly("attribution", "event_type");
    assertThat(scope.atPage()).isEqualTo(new Damage(30, 8));
    assertThat(scope.atDiagnosis()).isEqualTo(scope.atPage());
  }

  @Test
  void measuresTheDamageAtTheTimeOfTheDiagnosisToo() throws Exception {
    world.publishAds(10);
    Moment later = now();
    world.publishAds(10);

    IncidentScope scope = world.aftermath().scope(EXPECTED.scope(), page, Optional.of(later));

    assertThat(scope.atPage().missing()).isEqualTo(30);
    assertThat(scope.atDiagnosis()).isEqualTo(new Damage(40, 8));
  }

  @Test
  void doesNotMeasureATopicThatWasMadeAnew() {
    world.topics().delete("ad-events");
    world.topics().create("ad-events", UUID.randomUUID(), 2);

    assertThatThrownBy(() -> world.aftermath().scope(EXPECTED.scope(), page, Optional.empty()))
        .isInstanceOf(ObservationException.class)
        .hasMessageContaining("is not the one that was published to");
  }

  @Test
  void aRightDiagnosisIsRightInEveryPart() throws Exception {
    List<Part> parts = parts(RIGHT);

    assertThat(parts).hasSize(11).allMatch(Part::right);
    assertThat(DiagnosisOracle.finding(parts).outcome()).isEqualTo(Outcome.PASS);
  }

  @ParameterizedTest
  @MethodSource("wrongOnes")
  void aWrongPartIsNamed(String part, Diagnosis wrong, String said) throws Exception {
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
  void anotherTopicIsNamedWithItsOffsets() throws Exception {
    assertThat(parts(from(Map.of("billing-events/0", 1L))))
        .filteredOn(p -> !p.right())
        .extracting(Part::name)
        .containsExactly("topic", "first bad offsets");
  }

  @Test
  void countsMayBeOfAnyTimeWhileTheDamageGrew() throws Exception {
    world.publishAds(30);
    IncidentScope scope = world.aftermath().scope(EXPECTED.scope(), page, Optional.of(now()));

    for (long right : new long[] {29, 30, 45, 60, 63}) {
      assertThat(DiagnosisOracle.parts(with("ingest", right, 8L), EXPECTED, scope))
          .as("%d missing", right)
          .allMatch(Part::right);
    }
    assertThat(DiagnosisOracle.parts(with("ingest", 64L, 8L), EXPECTED, scope))
        .anyMatch(p -> !p.right() && p.name().equals("rows missing"));
  }

  @Test
  void whatIsLeftAfterTheRepairIsNotTheDamage() throws Exception {
    world.ads().ingest(waiting);
    world.ads().upsert(rolledOut);
    IncidentScope scope = world.aftermath().scope(EXPECTED.scope(), page, Optional.of(now()));

    assertThat(scope.atDiagnosis()).isEqualTo(new Damage(0, 0));
    assertThat(DiagnosisOracle.parts(RIGHT, EXPECTED, scope)).allMatch(Part::right);
    assertThat(DiagnosisOracle.parts(with("ingest", 0L, 0L), EXPECTED, scope))
        .filteredOn(p -> !p.right())
        .extracting(Part::name)
        .containsExactly("rows missing", "rows wrong");
  }

  @Test
  void isRecoveredWithTheVersionThatLastMadeItRight() throws Exception {
    world.ads().ingest(waiting);
    assertThat(ads(world.aftermath()).version()).isNull();

    world.ads().upsert(rolledOut);
    Moment repaired = now();
    for (int i = 0; i < 9; i++) {
      world.ads().ingest(world.publishAds(2));
    }

    Recovered found = ads(world.aftermath());
    assertThat(found.version()).isEqualTo(repaired.tableVersion(world.ads().subject()));
    assertThat(found.at()).isNotNull();
    assertThat(found.neverHarmed()).isFalse();
    assertThat(world.aftermath().recovered(page).get(1))
        .matches(Recovered::neverHarmed)
        .extracting(Recovered::table)
        .isEqualTo("fact_billing");
  }

  @Test
  void theEndOfTheLogMayBeOnItsWay() throws Exception {
    world.ads().upsert(rolledOut);
    world.ads().ingest(waiting);
    world.publishAds(6);

    assertThat(ads(world.aftermath()).version()).isNotNull();
  }

  @Test
  void aHoleADuplicateOrAnUnknownRowIsNoRecovery() throws Exception {
    world.ads().upsert(rolledOut);
    world.ads().ingest(waiting);
    List<Published> later = world.publishAds(6);
    world.ads().ingest(later.subList(4, 6));
    assertThat(ads(world.aftermath()).version()).as("a hole").isNull();

    world.ads().ingest(later.subList(0, 4));
    assertThat(ads(world.aftermath()).version()).isNotNull();

    world.ads().ingest(later.subList(0, 1));
    assertThat(ads(world.aftermath()).version()).as("a duplicate").isNull();
  }

  @Test
  void aRowThatNobodyPublishedIsNoRecovery() throws Exception {
    world.ads().upsert(rolledOut);
    world.ads().ingest(waiting);
    world.ads().ingest(List.of(new Published(0, 3, world.adEvent())));

    assertThat(ads(world.aftermath()).version()).isNull();
  }

  private Recovered ads(Aftermath aftermath) throws Exception {
    return aftermath.recovered(page).get(0);
  }

  private List<Part> parts(Diagnosis said) throws Exception {
    return DiagnosisOracle.parts(
        said, EXPECTED, world.aftermath().scope(EXPECTED.scope(), page, Optional.of(now())));
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

  @Test
  void whatIsPartlyRightHasPartOfTheCredit() throws Exception {
    IncidentScope scope = world.aftermath().scope(EXPECTED.scope(), page, Optional.empty());

    assertThat(credit("affected", scoped(Set.of("fact_ad_events"), Set.of()), EXPECTED, scope))
        .isEqualTo(0.5);
    assertThat(
            credit(
                "first bad offsets",
                from(Map.of("ad-events/0", 10L, "ad-events/1", 11L)),
                EXPECTED,
                scope))
        .isEqualTo(1.0 / 3);
    assertThat(credit("rows missing", with("ingest", 24L, 8L), EXPECTED, scope)).isEqualTo(0.5);
    assertThat(credit("rows missing", with("ingest", 3L, 8L), EXPECTED, scope)).isZero();
    GroundTruth earlier = truth("ingest", "schema-mismatch", HARM.minusSeconds(300));
    assertThat(credit("since", RIGHT, earlier, scope)).isEqualTo(0.5);
  }

  @Test
  void whereNothingIsBadNoOffsetIsAskedFor() throws Exception {
    GroundTruth.Scope none =
        new GroundTruth.Scope(
            "ad-events",
            List.of(),
            List.of("fact_ad_events"),
            GroundTruth.FirstBad.NONE,
            Optional.empty(),
            Optional.empty());
    IncidentScope scope = world.aftermath().scope(none, page, Optional.empty());

    assertThat(scope.firstBad()).isEmpty();
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

  private static double credit(
      String name, Diagnosis said, GroundTruth truth, IncidentScope scope) {
    return DiagnosisOracle.parts(said, truth, scope).stream()
        .filter(part -> part.name().equals(name))
        .findFirst()
        .orElseThrow()
        .credit();
  }

  private Moment now() throws ObservationException {
    return Moment.now(
        directory.resolve("ledger"), List.of(world.ads().subject(), world.billing().subject()));
  }

  private Published publishV2(int partition) {
    Schema v2 = Contracts.load(Contracts.AD_EVENT, 2);
    GenericRecord event = world.adEvent();
    GenericRecordBuilder written = new GenericRecordBuilder(v2).set("attribution", null);
    event.getSchema().getFields().forEach(f -> written.set(f.name(), event.get(f.pos())));
    written.set(
        "event_type",
        new GenericData.EnumSymbol(v2.getField("event_type").schema(), event.get("event_type")));
    return world.ads().publish(partition, event, WireFormat.encode(2, v2, written.build()), 2);
  }

  private static List<Published> misread(List<Published> events) {
    UnaryOperator<Published> wrong =
        event -> event.with("placement", null).with("spend_micros", 1L);
    return events.stream().map(wrong).toList();
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
