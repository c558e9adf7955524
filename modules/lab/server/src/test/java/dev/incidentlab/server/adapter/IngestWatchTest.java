package dev.incidentlab.server.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incidentlab.server.adapter.IngestWatch.Change;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IngestWatchTest {
  private static final Map<Integer, Long> PAGE = Map.of(0, 100L, 1, 50L);
  private static final Map<Integer, Long> FURTHER = Map.of(0, 100L, 1, 60L);

  private final IngestWatch watch = new IngestWatch(IngestPipeline.AD_EVENTS, PAGE);

  private Optional<Boolean> saw(String state, Map<Integer, Long> positions) {
    return watch.saw(Optional.ofNullable(state), positions).map(Change::progressing);
  }

  @Test
  void aJobThatRunsAndBringsNothingDoesNotProgress() {
    assertThat(saw("RUNNING", PAGE)).isEmpty();
    assertThat(saw(null, FURTHER)).isEmpty();
    assertThat(saw("FAILED", FURTHER)).isEmpty();
  }

  @Test
  void progressIsSaidOnceWithHowFarItCame() {
    assertThat(watch.saw(Optional.of("RUNNING"), FURTHER))
        .contains(
            new Change(
                true,
                "ingest-fact_ad_events runs, and fact_ad_events has come 10 records further."));
    assertThat(watch.needsPositions()).isFalse();
    assertThat(saw("RUNNING", Map.of())).isEmpty();
  }

  @Test
  void aRestartOnPurposeIsNoFailure() {
    saw("RUNNING", FURTHER);

    assertThat(saw("CANCELED", Map.of())).isEmpty();
    assertThat(saw(null, Map.of())).isEmpty();
    assertThat(saw("RUNNING", Map.of())).isEmpty();
  }

  @Test
  void whatCameBeforeAFailureIsNoProgressAfterIt() {
    saw("RUNNING", FURTHER);

    assertThat(saw("RESTARTING", Map.of())).contains(false);
    assertThat(saw("RUNNING", FURTHER)).isEmpty();
    assertThat(saw("RUNNING", Map.of(0, 101L, 1, 60L))).contains(true);
  }
}
