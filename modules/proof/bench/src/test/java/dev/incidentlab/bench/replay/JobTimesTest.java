package dev.incidentlab.bench.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class JobTimesTest {
  @Test
  void thePartsFollowOneAnotherAndAddUp() throws Exception {
    JobTimes times = JobTimes.of(1_000, job(1_250, 5_250, 4_250));

    assertThat(times).isEqualTo(new JobTimes(4.25, 0.25, 3.0, 1.0));
    assertThat(times.submit() + times.read() + times.commit()).isEqualTo(times.total());
  }

  @Test
  void aJobThatHasNotEndedHasNoTimes() {
    // Flink has -1 for what has not happened.
    assertThatThrownBy(() -> JobTimes.of(1_000, job(1_250, -1, 4_250)))
        .hasMessageContaining("must be in order");
  }

  @Test
  void aJobWithoutASourceHasNoTimes() throws Exception {
    JsonNode job = new ObjectMapper().readTree("{\"jid\":\"a\",\"start-time\":5,\"end-time\":9}");

    assertThatThrownBy(() -> JobTimes.of(1, job)).hasMessageContaining("its source ended at 0");
  }

  private static JsonNode job(long began, long ended, long sourceEnded)
      throws JsonProcessingException {
    return new ObjectMapper()
        .readTree(
            """
            {"jid": "a", "start-time": %d, "end-time": %d, "vertices": [
              {"name": "Source: ad-events -> decode", "end-time": %d},
              {"name": "fact_ad_events: Committer", "end-time": %d}]}
            """
                .formatted(began, ended, sourceEnded, ended));
  }
}
