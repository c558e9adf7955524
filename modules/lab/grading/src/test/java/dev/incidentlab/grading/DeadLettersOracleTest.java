package dev.incidentlab.grading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incidentlab.drill.Finding;
import dev.incidentlab.drill.Outcome;
import dev.incidentlab.grading.DeadLetterReader.Letter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeadLettersOracleTest {
  @TempDir private Path directory;
  private SmallWorld world;
  private final List<Published> events = new ArrayList<>();
  private Published poison;

  @BeforeEach
  void publish() throws IOException {
    world = SmallWorld.withBilling(directory);
    events.addAll(world.publishAds(10));
    poison = world.ads().publishPoison(0);
    events.addAll(world.publishAds(10));
  }

  @AfterEach
  void close() throws IOException {
    world.close();
  }

  @Test
  void holdWhenExactlyTheUndecodableRecordsAreThere() throws InterruptedException {
    world.ads().ingest(events);
    world.ads().deadLetter(poison);
    world.ads().deadLetter(poison);

    Finding finding = world.judge("dead-letters");

    assertThat(finding.outcome()).isEqualTo(Outcome.PASS);
    assertThat(finding.checked()).isEqualTo(21 + 5);
    assertThat(finding.observed()).contains("1 unresolved dead letters, 1 undecodable records");
  }

  @Test
  void failForAGoodEvent() throws InterruptedException {
    world.ads().ingest(events.subList(1, 20));
    world.ads().deadLetter(poison);
    world.ads().deadLetter(events.get(0));

    Finding finding = world.judge("dead-letters");

    assertThat(finding.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(finding.observed()).contains("good events dead-lettered 1");
    assertThat(finding.examples())
        .containsExactly(
            "a good event was dead-lettered: %s, ad-events partition 0 offset 0, event time 2026-03-02T06:00:06.000003Z"
                .formatted(events.get(0).id()));
  }

  @Test
  void holdForAGoodEventThatWasRedriven() throws InterruptedException {
    world.ads().ingest(events);
    world.ads().deadLetter(poison);
    world.ads().deadLetter(events.get(0));
    world.ads().resolve(events.get(0));

    assertThat(world.judge("dead-letters").outcome()).isEqualTo(Outcome.PASS);
  }

  @Test
  void failForAnUndecodableRecordThatIngestHasPassed() throws InterruptedException {
    world.ads().ingest(events);

    Finding finding = world.judge("dead-letters");

    assertThat(finding.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(finding.observed()).contains("undecodable ones without a letter 1");
    assertThat(finding.examples())
        .singleElement()
        .asString()
        .startsWith("no dead letter: undecodable record, ad-events partition 0 offset 5");
  }

  @Test
  void doNotAskForALetterThatIngestHasNotReached() throws InterruptedException {
    world.ads().ingest(events.subList(0, 10));

    Finding finding = world.judge("dead-letters");

    assertThat(finding.outcome()).isEqualTo(Outcome.PASS);
    assertThat(finding.observed()).contains("0 undecodable records that ingest has passed");
    assertThat(finding.checked()).isEqualTo(20 + 5);
  }

  @Test
  void waitForALetterThatIsCommittedAfterTheTable() throws InterruptedException {
    world.ads().ingest(events);
    world
        .time()
        .onPause(
            pause -> {
              if (pause == 3) {
                world.ads().deadLetter(poison);
              }
            });

    Finding finding = world.judge("dead-letters");

    assertThat(finding.outcome()).isEqualTo(Outcome.PASS);
    assertThat(world.time().passed()).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void failForALetterOfAnotherLifeOfTheTopic() throws InterruptedException {
    world.ads().ingest(events);
    world.ads().deadLetter(poison);
    world.ads().deadLetter(new Letter("AAAAAAAAAAAAAAAAAAAAAA", 0, 5, ""));

    Finding finding = world.judge("dead-letters");

    assertThat(finding.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(finding.observed()).contains("letters about nothing published 1");
  }

  @Test
  void failForALetterWithoutHeaders() throws InterruptedException {
    world.ads().ingest(events);
    world.ads().deadLetter(poison);
    world.ads().deadLetter(new Letter("", -1, -1, ""));

    Finding finding = world.judge("dead-letters");

    assertThat(finding.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(finding.observed()).contains("do not say what they are about 1");
  }
}
