package dev.incidentlab.grading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incidentlab.drill.Finding;
import dev.incidentlab.drill.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForwardProgressOracleTest {
  @TempDir private Path directory;
  private SmallWorld world;
  private List<Published> later;

  @BeforeEach
  void publish() throws IOException {
    world = SmallWorld.withBilling(directory);
    world.ads().ingest(world.publishAds(10));
  }

  @AfterEach
  void close() throws IOException {
    world.close();
  }

  @Test
  void holdsWhenNewEventsReachBothTables() throws InterruptedException {
    world.time().onPause(pause -> publishAt(pause, () -> world.ads().ingest(later)));

    Finding finding = world.judge("forward-progress");

    assertThat(finding.outcome()).isEqualTo(Outcome.PASS);
    assertThat(finding.checked()).isEqualTo(6 + 1);
    assertThat(world.time().passed()).isEqualTo(Limits.DEFAULT.window());
  }

  @Test
  void givesACommitTimeAfterTheWindow() throws InterruptedException {
    world
        .time()
        .onPause(
            pause -> {
              publishAt(pause, () -> {});
              if (pause == 40) {
                world.ads().ingest(later.subList(0, 2));
              }
            });

    assertThat(world.judge("forward-progress").outcome()).isEqualTo(Outcome.PASS);
    assertThat(world.time().passed()).isEqualTo(Limits.DEFAULT.lookAgain().multipliedBy(40));
  }

  @Test
  void failsWhenNothingNewIsCommitted() throws InterruptedException {
    world.time().onPause(pause -> publishAt(pause, () -> {}));

    Finding finding = world.judge("forward-progress");

    assertThat(finding.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(finding.observed())
        .contains("6 events published to 2 partitions, some of them in fact_ad_events from 0");
    assertThat(finding.examples()).hasSize(2);
    assertThat(world.time().passed())
        .isEqualTo(Limits.DEFAULT.window().plus(Limits.DEFAULT.commit()));
  }

  @Test
  void failsForAPartitionThatIsStuck() throws InterruptedException {
    world
        .time()
        .onPause(
            pause ->
                publishAt(
                    pause,
                    () ->
                        world
                            .ads()
                            .ingest(later.stream().filter(e -> e.partition() == 1).toList())));

    Finding finding = world.judge("forward-progress");

    assertThat(finding.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(finding.examples())
        .singleElement()
        .asString()
        .contains("ad-events partition 0 offset 5");
  }

  @Test
  void isNotImpressedByCommitsOfOlderEvents() throws InterruptedException {
    List<Published> late = world.publishAds(4);
    world.time().onPause(pause -> publishAt(pause, () -> world.ads().ingest(late)));

    assertThat(world.judge("forward-progress").outcome()).isEqualTo(Outcome.FAIL);
  }

  @Test
  void isNotImpressedByRowsThatOnlyClaimANewOffset() throws InterruptedException {
    world
        .time()
        .onPause(
            pause ->
                publishAt(
                    pause,
                    () ->
                        world
                            .ads()
                            .ingest(
                                later.stream()
                                    .map(e -> e.with("event_id", later.get(0).id()))
                                    .toList())));

    Finding finding = world.judge("forward-progress");

    assertThat(finding.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(finding.observed()).contains("fact_ad_events from 1 of these");
  }

  @Test
  void failsWhenNothingIsPublishedThoughTheStoryGoesOn() throws InterruptedException {
    world.time().onPause(pause -> world.storyIs(SmallWorld.START.plusSeconds(pause)));

    Finding finding = world.judge("forward-progress");

    assertThat(finding.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(finding.observed()).contains("is the producer stopped?");
  }

  @Test
  void isAnErrorWhenTheStoryStandsStill() throws InterruptedException {
    Finding finding = world.judge("forward-progress");

    assertThat(finding.outcome()).isEqualTo(Outcome.ERROR);
    assertThat(finding.observed())
        .contains("nothing was published to ad-events, billing-events within 5.0 s");
  }

  /** In the second pause six ad events and a billing event are published, the latter ingested. */
  private void publishAt(int pause, Runnable then) {
    if (pause == 2) {
      later = world.publishAds(6);
      world.billing().ingest(List.of(world.billing().publish(0, world.billingEvent())));
      then.run();
    }
  }
}
