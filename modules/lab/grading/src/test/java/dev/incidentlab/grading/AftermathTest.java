package dev.incidentlab.grading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incidentlab.drill.ObservationException;
import dev.incidentlab.drill.scenario.GroundTruth;
import dev.incidentlab.grading.Aftermath.Recovered;
import dev.incidentlab.schema.Contracts;
import dev.incidentlab.schema.WireFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The story, small: 20 events by version 1; then 8 by version 2, of which partition 0 has one and
 * the rest are in partition 1, read wrongly; then 30 that are not in the table.
 */
class AftermathTest {
  private static final GroundTruth.Scope SCOPE = scope(GroundTruth.FirstBad.NEW_SCHEMA);

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

    IncidentScope scope = world.aftermath().scope(SCOPE, page, Optional.empty());

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

    IncidentScope scope = world.aftermath().scope(SCOPE, page, Optional.of(later));

    assertThat(scope.atPage().missing()).isEqualTo(30);
    assertThat(scope.atDiagnosis()).isEqualTo(new Damage(40, 8));
  }

  @Test
  void doesNotMeasureATopicThatWasMadeAnew() {
    world.topics().delete("ad-events");
    world.topics().create("ad-events", UUID.randomUUID(), 2);

    assertThatThrownBy(() -> world.aftermath().scope(SCOPE, page, Optional.empty()))
        .isInstanceOf(ObservationException.class)
        .hasMessageContaining("is not the one that was published to");
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

  @Test
  void whereNothingIsBadThereIsNoFirstBadOffset() throws Exception {
    GroundTruth.Scope none = scope(GroundTruth.FirstBad.NONE);

    assertThat(world.aftermath().scope(none, page, Optional.empty()).firstBad()).isEmpty();
  }

  private static GroundTruth.Scope scope(GroundTruth.FirstBad firstBad) {
    return new GroundTruth.Scope(
        "ad-events",
        List.of("fact_ad_events", "exec_dashboard"),
        List.of("fact_billing"),
        firstBad,
        Optional.empty(),
        Optional.empty());
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
}
