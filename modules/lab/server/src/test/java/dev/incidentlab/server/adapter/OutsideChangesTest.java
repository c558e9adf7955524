package dev.incidentlab.server.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incidentlab.server.adapter.FlinkRest.FlinkJob;
import dev.incidentlab.server.adapter.OutsideChanges.Seen;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class OutsideChangesTest {
  private static final Optional<Uuid> TOPIC = Optional.of(new Uuid(1, 1));
  private static final Map<Integer, Long> OFFSETS = Map.of(0, 10L, 1, 12L);
  private static final Seen RUNNING = new Seen(job("a", "RUNNING"), TOPIC, OFFSETS);

  @Test
  void aRunningJobMovesItsOwnOffsets() {
    Seen later = new Seen(job("a", "RUNNING"), TOPIC, Map.of(0, 20L, 1, 3L));

    assertThat(between(RUNNING, later)).isEmpty();
  }

  @Test
  void aJobThatFailsWasNotTouched() {
    assertThat(between(RUNNING, new Seen(job("a", "FAILED"), TOPIC, OFFSETS))).isEmpty();
  }

  @Test
  void aJobDoesNotCancelItself() {
    assertThat(between(RUNNING, new Seen(job("a", "CANCELED"), TOPIC, OFFSETS)))
        .containsExactly("ingest-fact_ad_events was cancelled (Flink job a)");
  }

  @Test
  void anotherJobWasStartedBySomebody() {
    Seen failed = new Seen(job("a", "FAILED"), TOPIC, OFFSETS);

    assertThat(between(failed, new Seen(job("b", "RUNNING"), TOPIC, OFFSETS)))
        .containsExactly("ingest-fact_ad_events was started as Flink job b");
  }

  @Test
  void aTopicIsDeletedAndMadeAnew() {
    Seen gone = new Seen(job("a", "RUNNING"), Optional.empty(), OFFSETS);
    Seen anew = new Seen(job("a", "RUNNING"), Optional.of(new Uuid(2, 2)), OFFSETS);

    assertThat(between(RUNNING, gone)).containsExactly("topic ad-events was deleted");
    assertThat(between(gone, anew)).containsExactly("topic ad-events was made anew");
    assertThat(between(RUNNING, anew)).containsExactly("topic ad-events was made anew");
  }

  @Test
  void offsetsOfAGroupWithoutAJobDoNotMoveByThemselves() {
    Seen failed = new Seen(job("a", "FAILED"), TOPIC, OFFSETS);

    assertThat(between(failed, new Seen(job("a", "FAILED"), TOPIC, Map.of(0, 0L, 1, 0L))))
        .containsExactly(
            "offsets of group ingest-fact_ad_events were set to {0=0, 1=0} (were {0=10, 1=12})");
  }

  private static List<String> between(Seen before, Seen now) {
    return OutsideChanges.between(IngestPipeline.AD_EVENTS, before, now).stream()
        .map(OutsideChanges.Change::text)
        .toList();
  }

  private static Optional<FlinkJob> job(String id, String state) {
    return Optional.of(new FlinkJob(id, IngestPipeline.AD_EVENTS.jobName(), state, Instant.EPOCH));
  }
}
