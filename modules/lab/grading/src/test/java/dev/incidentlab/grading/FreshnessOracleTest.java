package dev.incidentlab.grading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incidentlab.drill.Finding;
import dev.incidentlab.drill.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FreshnessOracleTest {
  @TempDir private Path directory;
  private SmallWorld world;
  private Instant newest;

  @BeforeEach
  void publish() throws IOException {
    world = SmallWorld.withBilling(directory);
    List<Published> events = world.publishAds(10);
    world.ads().ingest(events);
    world.billing().ingest(List.of(world.billing().publish(0, world.billingEvent())));
    newest = SmallWorld.START.plusSeconds(15);
  }

  @AfterEach
  void close() throws IOException {
    world.close();
  }

  @Test
  void holdsUpToTheThreshold() throws InterruptedException {
    world.storyIs(newest.plus(SmallWorld.FRESHNESS));

    Finding finding = world.judge("freshness");

    assertThat(finding.outcome()).isEqualTo(Outcome.PASS);
    assertThat(finding.checked()).isEqualTo(2L * Limits.DEFAULT.samples());
    assertThat(finding.observed()).contains("fact_ad_events 9 min 59 s old");
  }

  @Test
  void failsBeyondTheThreshold() throws InterruptedException {
    world.storyIs(newest.plus(SmallWorld.FRESHNESS).plusSeconds(1));

    Finding finding = world.judge("freshness");

    assertThat(finding.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(finding.examples()).first().asString().contains("fact_ad_events", "10 min 00 s old");
  }

  @Test
  void failsWhenItDoesNotLast() throws InterruptedException {
    Instant limit = newest.plus(SmallWorld.FRESHNESS);
    world.storyIs(limit.minusSeconds(3));
    world.time().onPause(pause -> world.storyIs(limit.plusSeconds(pause - 3)));

    Finding finding = world.judge("freshness");

    assertThat(finding.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(finding.observed()).contains("too old at 1 of 10 looks");
  }

  @Test
  void seesRowsThatComeBetweenTheLooks() throws InterruptedException {
    Instant limit = newest.plus(SmallWorld.FRESHNESS);
    world.storyIs(limit);
    world
        .time()
        .onPause(
            pause -> {
              world.ads().ingest(world.publishAds(1));
              world.billing().ingest(List.of(world.billing().publish(0, world.billingEvent())));
              world.storyIs(limit.plusSeconds(pause));
            });

    assertThat(world.judge("freshness").outcome()).isEqualTo(Outcome.PASS);
  }

  @Test
  void failsForARowFromTheFuture() throws InterruptedException {
    world.storyIs(newest.minus(Duration.ofMinutes(2)));

    Finding finding = world.judge("freshness");

    assertThat(finding.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(finding.observed()).contains("in the future");
  }

  @Test
  void failsForATableWithoutRows() throws IOException, InterruptedException {
    try (SmallWorld nothing = SmallWorld.empty(directory.resolve("nothing"))) {
      Finding finding = nothing.judge("freshness");

      assertThat(finding.outcome()).isEqualTo(Outcome.FAIL);
      assertThat(finding.observed()).contains("fact_ad_events has no rows");
    }
  }
}
