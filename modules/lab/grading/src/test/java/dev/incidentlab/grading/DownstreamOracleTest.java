package dev.incidentlab.grading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incidentlab.delta.DeltaTable;
import dev.incidentlab.drill.Finding;
import dev.incidentlab.drill.Outcome;
import dev.incidentlab.grading.PublishedModels.Model;
import dev.incidentlab.warehouse.TableVersion;
import dev.incidentlab.warehouse.Warehouse;
import dev.incidentlab.warehouse.models.ProjectReader;
import dev.incidentlab.warehouse.runs.Downstream;
import dev.incidentlab.warehouse.runs.GateOverride;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On slices that the platform's own models published. */
class DownstreamOracleTest {
  private static final Instant T0800 = Instant.parse("2026-03-03T08:00:00Z");
  private static final Instant T0900 = Instant.parse("2026-03-03T09:00:00Z");
  private static final Instant T0920 = Instant.parse("2026-03-03T09:20:00Z");
  private static final Instant PAGE = T0920.plus(Duration.ofMinutes(20));
  private static final String EXEC = "exec_dashboard";

  @TempDir Path folder;
  private SmallWorld world;
  private Warehouse warehouse;
  private Downstream downstream;
  private Published early;
  private Published late;

  @BeforeEach
  void publishTwoHours() throws IOException {
    world = SmallWorld.withBilling(folder);
    warehouse = new Warehouse(128);
    Path published = folder.resolve("downstream");
    downstream =
        new Downstream(ProjectReader.standard(), published, warehouse, this::table, run -> {});
    world.publishes(
        new PublishedModels(
            published,
            List.of(
                new Model(EXEC, true, "ad-events"),
                new Model("attribution_mart", false, "ad-events"),
                new Model("ml_features", false, "ad-events")),
            PAGE,
            () -> downstream.paused().keySet()));
    early = publish(T0800.plusSeconds(60), 5_000);
    late = publish(T0920.minusSeconds(60), 7_000);
    world.ads().ingest(List.of(early, late));
    world.storyIs(T0920);
  }

  @AfterEach
  void close() throws IOException {
    warehouse.close();
    world.close();
  }

  private TableVersion table(String name) {
    return TableVersion.newest(DeltaTable.open(folder.resolve(name)));
  }

  private Published publish(Instant at, long spend) {
    GenericRecord event =
        new GenericRecordBuilder((org.apache.avro.generic.GenericData.Record) world.adEvent())
            .set("event_ts", at.toEpochMilli() * 1_000)
            .set("spend_micros", spend)
            .build();
    return world.ads().publish(0, event);
  }

  /** The same event, read otherwise. */
  private static Published with(Published row, long spend) {
    GenericRecord other =
        new GenericRecordBuilder((org.apache.avro.generic.GenericData.Record) row.event())
            .set("spend_micros", spend)
            .build();
    return new Published(row.partition(), row.offset(), other);
  }

  private void run(Instant now) {
    downstream.step(now);
    world.storyIs(now);
  }

  private Finding judge() throws InterruptedException {
    return world.judge("downstream");
  }

  private void fails(String kind, String... example) throws InterruptedException {
    Finding finding = judge();
    assertThat(finding.outcome()).as("%s", finding).isEqualTo(Outcome.FAIL);
    assertThat(finding.observed()).contains(kind);
    assertThat(String.join("\n", finding.examples())).contains(example);
  }

  @Test
  void slicesOfTheTableAsItIsPass() throws InterruptedException {
    run(T0920);

    Finding finding = judge();

    assertThat(finding.outcome()).as("%s", finding).isEqualTo(Outcome.PASS);
    assertThat(finding.checked()).isEqualTo(6);
  }

  @Test
  void rowsThatCameAfterIntoTheHourThatRunsAreNoFault() throws InterruptedException {
    run(T0920);
    world.ads().ingest(List.of(publish(T0920.plusSeconds(30), 9_000)));
    world.storyIs(T0920.plusSeconds(60));

    assertThat(judge().outcome()).isEqualTo(Outcome.PASS);
  }

  @Test
  void aRowOfAnEarlierHourThatWasRepairedMakesItsSliceStaleUntilARebuild()
      throws InterruptedException {
    run(T0920);
    world.ads().upsert(List.of(with(early, 6_000)));
    fails("stale", EXEC + " 2026-03-03T08:00:00Z", "attribution_mart");

    downstream.rebuild(null, T0800, T0900, "kim", T0920);
    assertThat(judge().outcome()).isEqualTo(Outcome.PASS);
  }

  @Test
  void aSliceThatWasMadeOfAnotherModelsStaleSliceIsStale() throws InterruptedException {
    run(T0920);
    world.ads().upsert(List.of(with(early, 6_000)));
    for (String model : List.of("ml_features", "attribution_mart", EXEC)) {
      downstream.rebuild(model, T0800, T0900, "kim", T0920);
    }
    fails("stale", "ml_features 2026-03-03T08:00:00Z");

    downstream.rebuild("ml_features", T0800, T0900, "kim", T0920);
    assertThat(judge().outcome()).isEqualTo(Outcome.PASS);
  }

  @Test
  void aRepairedRowOfTheHourThatRunsMakesItsSliceStaleToo() throws InterruptedException {
    run(T0920);
    world.ads().upsert(List.of(with(late, 6_000)));

    fails("stale", EXEC + " 2026-03-03T09:00:00Z");
  }

  @Test
  void aRewrittenFileWithTheSameRowsIsNoFault() throws InterruptedException {
    Published other = publish(T0800.plusSeconds(90), 5_000);
    world.ads().ingest(List.of(other, publish(T0920.minusSeconds(30), 1_500)));
    run(T0920);
    world.ads().upsert(List.of(with(other, 6_000)));
    downstream.rebuild(null, T0800, T0900, "kim", T0920);

    // The slice of nine is of a version whose file is gone, but all its rows are there.
    assertThat(judge().outcome()).isEqualTo(Outcome.PASS);
  }

  @Test
  void rowsThatCameAfterIntoAnHourThatWasOverMakeItsSliceStale() throws InterruptedException {
    run(T0920);
    world.ads().ingest(List.of(publish(T0800.plusSeconds(120), 9_000)));

    fails("stale", "(1 rows)", "(now 2)");
  }

  @Test
  void anHourThatNobodyPublishedIsMissing() throws InterruptedException {
    run(T0920);
    world.ads().ingest(List.of(publish(T0800.minusSeconds(120), 9_000)));

    fails("missing", EXEC + " 2026-03-03T07:00:00Z was never published");
  }

  @Test
  void numbersThatTheRowsDoNotAddUpToAreWrong() throws InterruptedException, IOException {
    run(T0920);
    Path nine = folder.resolve("downstream/exec_dashboard/2026-03-03T09/exec_dashboard-1.parquet");
    Path eight = folder.resolve("downstream/exec_dashboard/2026-03-03T08/exec_dashboard-1.parquet");
    Files.copy(eight, nine, StandardCopyOption.REPLACE_EXISTING);

    fails("wrong", "5,000 micros spent; its rows add up to", "7,000 micros spent");
  }

  @Test
  void aPublishedFileThatIsGoneCannotBeJudged() throws InterruptedException, IOException {
    run(T0920);
    Files.delete(
        folder.resolve("downstream/exec_dashboard/2026-03-03T09/exec_dashboard-1.parquet"));

    assertThat(judge().outcome()).isEqualTo(Outcome.ERROR);
  }

  @Test
  void theCriticalModelsDataMustBeYoung() throws InterruptedException {
    run(T0920);
    world.storyIs(T0920.plus(Duration.ofMinutes(15)));

    fails("too old", "exec_dashboard shows data up to 2026-03-03T09:19:00Z");
  }

  @Test
  void whatIsPausedMustBeResumed() throws InterruptedException {
    run(T0920);
    downstream.pause("ml_features", "kim", T0920);
    fails("paused", "ml_features is paused");

    downstream.resume("ml_features");
    assertThat(judge().outcome()).isEqualTo(Outcome.PASS);
  }

  @Test
  void whatWasPublishedPastAGateStaysAFault() throws InterruptedException {
    run(T0920);
    downstream.override(
        new GateOverride("fact_ad_events.freshness", "kim", "the review", PAGE.plusSeconds(60)));
    downstream.rebuild(EXEC, T0900, PAGE, "kim", PAGE);
    world.ads().ingest(List.of(publish(PAGE.minusSeconds(30), 9_000)));
    downstream.rebuild(null, T0800, PAGE, "kim", PAGE);
    world.storyIs(PAGE);

    fails("published past a gate", "exec_dashboard-2", "fact_ad_events.freshness");
  }

  @Test
  void whatAColleaguePublishedPastAGateBeforeThePageIsAFaultUntilItIsMadeAnew()
      throws InterruptedException {
    Instant before = PAGE.minusSeconds(1);
    downstream.override(new GateOverride("fact_ad_events.freshness", "sam", "all is well", PAGE));
    downstream.rebuild(null, T0800, before, "sam", before);
    world.storyIs(PAGE);
    assertThat(judge().observed()).contains("published past a gate");

    world.ads().ingest(List.of(publish(PAGE.minusSeconds(30), 9_000)));
    downstream.rebuild(null, T0800, PAGE, "kim", PAGE);

    assertThat(judge()).matches(finding -> finding.outcome() == Outcome.PASS);
  }

  @Test
  void nothingPublishedIsAFailure() throws InterruptedException {
    assertThat(judge().outcome()).isEqualTo(Outcome.FAIL);
  }

  @Test
  void withoutModelsThereIsNothingToJudge() throws InterruptedException {
    world.publishes(null);

    assertThat(judge().outcome()).isEqualTo(Outcome.ERROR);
    assertThat(judge().observed()).contains("no models");
  }
}
