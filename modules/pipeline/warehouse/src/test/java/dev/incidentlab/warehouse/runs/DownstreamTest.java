package dev.incidentlab.warehouse.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incidentlab.warehouse.DashboardTile;
import dev.incidentlab.warehouse.gates.GateResult;
import dev.incidentlab.warehouse.runs.ModelRun.State;
import dev.incidentlab.warehouse.runs.SmallPlatform.Ad;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownstreamTest {
  private static final Instant T0800 = Instant.parse("2026-03-03T08:00:00Z");
  private static final Instant T0900 = Instant.parse("2026-03-03T09:00:00Z");
  private static final String EXEC = "exec_dashboard";
  private static final String MART = "attribution_mart";
  private static final String FEATURES = "ml_features";
  private static final String FINANCE = "finance_daily";

  @TempDir Path folder;
  private SmallPlatform platform;

  @BeforeEach
  void make() {
    platform = new SmallPlatform(folder);
  }

  @AfterEach
  void close() {
    platform.close();
  }

  private static Instant at(int minute) {
    return T0900.plus(Duration.ofMinutes(minute));
  }

  private void step(int minute) {
    platform.downstream.step(at(minute));
  }

  /** Ads up to the hour, billing for the whole of it. */
  private void steady() {
    platform
        .ads(Ad.at(T0800.plusSeconds(60), 5_000), Ad.at(T0900, 7_000))
        .billing(T0900)
        .billing(at(40));
    step(0);
  }

  @Test
  void gatesAreAskedAboutHoursThatAreOverAndAgainWhenTheirFilesChange() {
    Ad one = Ad.at(T0800.plusSeconds(60), 5_000);
    platform.ads(one, Ad.at(T0900, 7_000));
    String unique = "fact_ad_events.event_id.uniqueness";

    List<GateResult> before = platform.downstream.askGates(SmallPlatform.ADS, 6, at(10));
    assertThat(before).isNotEmpty().allMatch(r -> r.slice().equals(T0800));
    assertThat(before).noneMatch(GateResult::holdsBack);
    assertThat(platform.downstream.gateResults()).isEmpty();

    platform.ads(one);
    assertThat(platform.downstream.askGates(SmallPlatform.ADS, 6, at(11)))
        .filteredOn(GateResult::holdsBack)
        .extracting(GateResult::gate)
        .containsExactly(unique);
    assertThat(platform.downstream.askGates(SmallPlatform.ADS, 1, at(60)))
        .extracting(GateResult::slice)
        .containsOnly(T0900);
  }

  @Test
  void theFirstRunMakesTheSlicesOfAllHours() {
    platform.ads(
        new Ad("a", T0800.plusSeconds(60), "IMPRESSION", null, 1_500_000),
        new Ad("b", T0900, "CLICK", "feed", 250_000),
        new Ad("c", T0900, "CONVERSION", "feed", 250_000));

    step(0);

    assertThat(platform.last(EXEC).slices()).containsExactly(T0800, T0900);
    assertThat(platform.tiles(at(1)))
        .containsExactly(
            new DashboardTile("2026-03-03T09:00:00Z", 0, 1, 1, 0.5),
            new DashboardTile("2026-03-03T08:00:00Z", 1, 0, 0, 1.5));
  }

  @Test
  void aSliceWhoseSourceIsTheSameIsNotPublishedAgain() {
    steady();
    platform.ads(Ad.at(at(4), 7_000));

    step(5);

    assertThat(platform.last(EXEC).slices()).containsExactly(T0900);
    assertThat(platform.downstream.publications().times(EXEC, T0800)).isEqualTo(1);
  }

  @Test
  void timesThatWereSkippedAreMadeUpForByOneRun() {
    steady();
    platform.ads(Ad.at(at(30), 7_000), Ad.at(at(125), 7_000));

    step(125);

    assertThat(platform.downstream.runs().stream().filter(r -> r.model().equals(EXEC))).hasSize(2);
    assertThat(platform.last(EXEC).slices()).containsExactly(T0900, at(120));
  }

  @Test
  void runsThatWaitForDataHoldTheSlotsUntilTheDashboardMissesIts() {
    steady();

    step(5);
    step(10);
    step(15);

    assertThat(platform.last(MART).state()).isEqualTo(State.WAITING);
    assertThat(platform.last(FEATURES).state()).isEqualTo(State.WAITING);
    assertThat(platform.downstream.runs())
        .anySatisfy(
            run -> {
              assertThat(run.model()).isEqualTo(EXEC);
              assertThat(run.state()).isEqualTo(State.MISSED);
              assertThat(run.text()).contains("ads_queries", MART, FEATURES);
            });
    assertThat(platform.last(EXEC).state()).isEqualTo(State.QUEUED);
    assertThat(platform.last(FINANCE).state()).isEqualTo(State.SUCCESS);
  }

  @Test
  void aSensorLooksAtItsIntervalsAndLetsGoOnceTheDataIsThere() {
    steady();
    step(5);
    platform.downstream.step(at(5).plusSeconds(30));
    assertThat(platform.last(MART).pokes()).isEqualTo(1);

    platform.downstream.step(at(6));
    assertThat(platform.last(MART).pokes()).isEqualTo(2);

    platform.ads(Ad.at(at(6), 7_000));
    platform.downstream.step(at(6).plusSeconds(30));
    assertThat(platform.last(MART).state()).as("it does not look yet").isEqualTo(State.WAITING);
    step(7);
    assertThat(platform.last(MART).state()).isEqualTo(State.SUCCESS);
    assertThat(platform.last(FEATURES).slices()).containsExactly(T0900);
  }

  @Test
  void aSensorGivesUp() {
    steady();
    step(5);

    step(65);

    assertThat(platform.downstream.runs())
        .anySatisfy(
            run -> {
              assertThat(run.model()).isEqualTo(MART);
              assertThat(run.state()).isEqualTo(State.FAILED);
              assertThat(run.text()).contains("waits for fact_ad_events", "gave up");
            });
  }

  @Test
  void theDashboardIsBlankOnceItsDataIsMoreThanFifteenMinutesOld() {
    steady();

    assertThat(platform.tiles(at(15))).hasSize(2);
    assertThat(platform.tiles(at(15).plusSeconds(1))).isEmpty();
  }

  @Test
  void pausingAWaitingModelFreesItsSlot() {
    steady();
    step(5);
    step(10);
    assertThat(platform.last(EXEC).state()).isEqualTo(State.QUEUED);

    assertThat(platform.downstream.pause(MART, "kim", at(11))).isTrue();
    step(11);

    assertThat(platform.last(MART).state()).isEqualTo(State.CANCELLED);
    assertThat(platform.last(EXEC).state()).isEqualTo(State.SUCCESS);
    step(15);
    assertThat(platform.last(MART).state()).isEqualTo(State.CANCELLED);
    assertThat(platform.downstream.paused()).containsOnlyKeys(MART);
  }

  @Test
  void aResumedModelRunsAtTheNextTime() {
    steady();
    platform.downstream.pause(EXEC, "kim", at(1));
    platform.ads(Ad.at(at(9), 7_000));
    step(5);
    assertThat(platform.last(EXEC).due()).isEqualTo(T0900);

    assertThat(platform.downstream.resume(EXEC)).isTrue();
    assertThat(platform.downstream.resume(EXEC)).isFalse();
    step(10);

    assertThat(platform.last(EXEC).slices()).containsExactly(T0900);
  }

  @Test
  void dataThatIsTooOldIsHeldBackUnlessSomebodySaysOtherwise() {
    steady();
    platform.downstream.pause(MART, "kim", at(1));

    step(20);
    assertThat(platform.last(EXEC).state()).isEqualTo(State.GATED);
    assertThat(platform.last(EXEC).text())
        .contains("fact_ad_events.freshness", "20 min 00 s", "15 min 00 s");

    platform.downstream.override(
        new GateOverride("fact_ad_events.freshness", "kim", "the review", at(30)));
    platform.downstream.rebuild(EXEC, T0900, at(21), "kim", at(21));
    assertThat(platform.downstream.publications().of(EXEC, T0900).orElseThrow().overridden())
        .containsExactly("fact_ad_events.freshness");

    step(30);
    assertThat(platform.last(EXEC).state()).as("the override is over").isEqualTo(State.GATED);
  }

  @Test
  void aRowThatComesTwiceHoldsItsSliceBackAndIsShown() {
    platform.ads(
        new Ad("twice", T0900, "CLICK", "feed", 7_000),
        new Ad("twice", T0900, "CLICK", "feed", 7_000),
        Ad.at(T0800, 7_000));

    step(0);

    assertThat(platform.last(EXEC).state()).isEqualTo(State.GATED);
    assertThat(platform.last(EXEC).slices()).containsExactly(T0800);
    assertThat(platform.downstream.gateResults())
        .anySatisfy(
            result -> {
              assertThat(result.gate()).isEqualTo("fact_ad_events.event_id.uniqueness");
              assertThat(result.slice()).isEqualTo(T0900);
              assertThat(result.holdsBack()).isTrue();
              assertThat(result.examples()).hasSize(2);
              assertThat(result.examples().get(0)).containsEntry("event_id", "twice");
            });
  }

  @Test
  void aWarningIsNotedAndLetsTheSliceThrough() {
    Ad[] rows = new Ad[1_000];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = Ad.at(T0900.plusMillis(i), i < 20 ? 7 : 7_000);
    }
    platform.ads(rows);

    step(0);

    assertThat(platform.last(EXEC).state()).isEqualTo(State.SUCCESS);
    assertThat(platform.downstream.publications().of(EXEC, T0900).orElseThrow().warnings())
        .containsExactly("fact_ad_events.spend_micros.distribution");
  }

  @Test
  void fewerRowsAMinuteThanInTheHourBeforeHoldTheSliceBack() {
    for (int minute = 0; minute < 60; minute++) {
      platform.ads(
          Ad.at(T0800.plusSeconds(60L * minute), 7_000),
          Ad.at(T0800.plusSeconds(60L * minute + 1), 7_000));
    }
    platform.ads(Ad.at(at(0), 7_000), Ad.at(at(1), 7_000), Ad.at(at(5), 7_000));

    step(5);

    assertThat(platform.last(EXEC).text()).contains("fact_ad_events.volume", "times the");
    assertThat(platform.last(EXEC).slices()).containsExactly(T0800);
  }

  @Test
  void anOldSliceThatWasRepairedIsMadeAnewOnlyByARebuild() {
    Instant t0600 = T0900.minus(Duration.ofHours(3));
    Ad wrong = new Ad("wrong", t0600, "CLICK", "feed", 1_200);
    platform.ads(wrong);
    steady();
    platform.upsert(new Ad("wrong", t0600, "CLICK", "feed", 9_000)).ads(Ad.at(at(4), 7_000));
    step(5);
    assertThat(platform.downstream.publications().times(EXEC, t0600)).isEqualTo(1);

    platform.downstream.rebuild(null, t0600, t0600.plusSeconds(60), "kim", at(6));

    for (String model : new String[] {EXEC, MART, FEATURES}) {
      assertThat(platform.downstream.publications().times(model, t0600)).as(model).isEqualTo(2);
    }
    assertThat(platform.last(EXEC).by()).isEqualTo("kim");
  }

  @Test
  void aRebuildNeedsASlot() {
    steady();
    step(5);

    assertThatThrownBy(() -> platform.downstream.rebuild(null, T0800, T0900, "kim", at(6)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("ads_queries has no free slot")
        .hasMessageContaining(MART);
    assertThat(platform.downstream.publications().times(EXEC, T0800)).isEqualTo(1);
  }

  @Test
  void aRunThatCannotReadFailsAndTheNextOneMakesUpForIt() {
    steady();
    platform.ads(Ad.at(at(4), 7_000));
    platform.unreadable.add(SmallPlatform.ADS);
    step(5);
    assertThat(platform.last(EXEC).state()).isEqualTo(State.FAILED);
    assertThat(platform.last(EXEC).text()).contains("the log of fact_ad_events is gone");

    platform.unreadable.clear();
    step(10);

    assertThat(platform.last(EXEC).slices()).containsExactly(T0900);
  }

  @Test
  void goesOnAfterACrashFromWhatIsOnDisk() throws IOException {
    steady();
    step(5);
    platform.downstream.pause(FEATURES, "kim", at(6));
    Path runs = folder.resolve("downstream/runs.jsonl");
    Files.writeString(runs, "{\"id\":\"cut", StandardOpenOption.APPEND);

    platform.open();

    assertThat(platform.last(MART).state()).isEqualTo(State.WAITING);
    assertThat(platform.downstream.paused()).containsEntry(FEATURES, "kim");
    assertThat(platform.tiles(at(6))).hasSize(2);
    step(10);
    assertThat(platform.downstream.runs().stream().map(ModelRun::id)).doesNotHaveDuplicates();
    assertThat(platform.last(EXEC).id()).isEqualTo("exec_dashboard-3");
  }

  @Test
  void aRunByHandThatACrashCutOffIsOverAndItsIdIsNotGivenAgain() {
    steady();
    platform.downstream.rebuild(EXEC, T0800, T0900, "kim", at(1));
    String id = platform.last(EXEC).id();
    Path runs = folder.resolve("downstream/runs.jsonl");
    List<String> lines = read(runs);
    assertThat(lines.get(lines.size() - 1)).contains(id, "SUCCESS");
    write(runs, lines.subList(0, lines.size() - 1));

    platform.open();

    assertThat(platform.last(EXEC).state()).isEqualTo(State.FAILED);
    assertThat(platform.last(EXEC).text()).contains("cut off by a crash");
    platform.downstream.rebuild(EXEC, T0800, T0900, "kim", at(2));
    assertThat(platform.last(EXEC).id()).isNotEqualTo(id);
  }

  @Test
  void whatWasQueuedWhileASlotIsFreeIsNotMissed() {
    steady();
    step(5);
    step(10);
    platform.downstream.pause(MART, "kim", at(11));

    step(15);

    assertThat(platform.downstream.runs())
        .filteredOn(run -> run.model().equals(EXEC))
        .extracting(ModelRun::state)
        .doesNotContain(State.MISSED)
        .endsWith(State.SUCCESS);
  }

  private static List<String> read(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, List<String> lines) {
    try {
      Files.write(file, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aNameThatIsNoneIsRefusedWithThoseThatAre() {
    assertThatThrownBy(() -> platform.downstream.pause("dashboard", "kim", T0900))
        .hasMessageContaining("'dashboard' is no model; models: [exec_dashboard");
    assertThatThrownBy(
            () -> platform.downstream.override(new GateOverride("volume", "kim", "", at(1))))
        .hasMessageContaining("'volume' is no gate; gates: [fact_ad_events.freshness");
  }
}
