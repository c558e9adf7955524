package dev.incidentlab.grading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incidentlab.drill.Finding;
import dev.incidentlab.drill.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryOracleTest {
  private static final String TOPIC = "ad-events";

  @TempDir private Path directory;
  private SmallWorld world;
  private List<Published> events;

  @BeforeEach
  void publish() throws IOException {
    world = SmallWorld.withBilling(directory);
    events = world.publishAds(10);
    world.ads().publishPoison(1);
  }

  @AfterEach
  void close() throws IOException {
    world.close();
  }

  @Test
  void isIntactWhenNothingWasTouched() throws InterruptedException {
    Finding finding = world.judge("history");

    assertThat(finding.outcome()).isEqualTo(Outcome.PASS);
    assertThat(finding.checked()).isEqualTo(11 + 5 + 4);
  }

  @Test
  void isIntactWhileTheProducerGoesOn() throws InterruptedException {
    world.topics().afterNextState(() -> world.publishAds(4));

    Finding finding = world.judge("history");

    assertThat(finding.outcome()).isEqualTo(Outcome.PASS);
    assertThat(finding.checked()).isEqualTo(11 + 5 + 4);
  }

  @Test
  void failsForATopicThatWasMadeAnew() throws InterruptedException {
    world.topics().delete(TOPIC);
    world.topics().create(TOPIC, new UUID(1, 2), 2);

    Finding finding = world.judge("history");

    assertThat(finding.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(finding.observed()).contains("topic ad-events was made anew");
  }

  @Test
  void failsForATopicThatIsGone() throws InterruptedException {
    world.topics().delete(TOPIC);

    Finding finding = world.judge("history");

    assertThat(finding.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(finding.observed()).isEqualTo("topic ad-events is gone");
  }

  @Test
  void failsForAPayloadThatChanged() throws InterruptedException {
    world.topics().put(TOPIC, 1, 2, new byte[] {0, 0, 0, 0, 1});

    Finding finding = world.judge("history");

    assertThat(finding.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(finding.observed()).contains("of 11 records 0 are gone, 1 have another value");
    assertThat(finding.examples())
        .singleElement()
        .asString()
        .startsWith(
            "another value: %s, ad-events partition 1 offset 2".formatted(events.get(5).id()));
  }

  @Test
  void failsForRecordsThatWereDeletedFromTheStart() throws InterruptedException {
    world.topics().remove(TOPIC, 0, 0);

    Finding finding = world.judge("history");

    assertThat(finding.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(finding.observed())
        .contains("by partition were {0=0, 1=0} and are {0=1, 1=0}")
        .contains("of 11 records 1 are gone");
    assertThat(finding.examples()).singleElement().asString().contains(events.get(0).id());
  }

  @Test
  void failsForRecordsThatAreGoneFromTheMiddleAndTheEnd() throws InterruptedException {
    world.topics().remove(TOPIC, 0, 3);
    world.topics().remove(TOPIC, 1, 5);

    Finding finding = world.judge("history");

    assertThat(finding.observed()).contains("of 11 records 2 are gone");
    assertThat(finding.examples()).hasSize(2);
  }

  @Test
  void failsForARecordThatTheProducerDidNotPublish() throws IOException, InterruptedException {
    // Someone else's record took the offset before the producer's next one.
    world.topics().put(TOPIC, 0, 5, new byte[] {9});
    world.ads().skipOffset(0);
    world.publishAds(2);

    Finding finding = world.judge("history");

    assertThat(finding.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(finding.observed()).contains("1 are there that the producer did not publish");
    assertThat(finding.examples()).singleElement().asString().contains("partition 0 offset 5");
  }

  @Test
  void failsForATableThatWasMadeAnew() throws IOException, InterruptedException {
    delete(world.ads().subject().tableDirectory());
    world.ads().makeTable();
    world.ads().ingest(events);

    Finding finding = world.judge("history");

    assertThat(finding.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(finding.observed()).contains("table fact_ad_events was made anew");
  }

  @Test
  void failsForATableThatIsGone() throws IOException, InterruptedException {
    delete(world.ads().subject().tableDirectory());

    Finding finding = world.judge("history");

    assertThat(finding.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(finding.observed()).contains("table fact_ad_events is gone");
  }

  @Test
  void isAnErrorWhenNothingWasPublished() throws IOException, InterruptedException {
    try (SmallWorld nothing = SmallWorld.empty(directory.resolve("nothing"))) {
      Finding finding = nothing.judge("history");

      assertThat(finding.outcome()).isEqualTo(Outcome.ERROR);
      assertThat(finding.observed()).contains("nothing to compare");
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      files
          .sorted(Comparator.reverseOrder())
          .forEach(
              file -> {
                try {
                  Files.delete(file);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
  }
}
