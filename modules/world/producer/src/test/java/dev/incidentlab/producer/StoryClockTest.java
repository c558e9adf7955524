package dev.incidentlab.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoryClockTest {
  private static final Instant STORY = Instant.parse("2026-03-03T09:30:00Z");
  private static final Instant WALL = Instant.parse("2026-11-22T10:00:00Z");

  @Test
  void storyTimeFollowsWallTimeAtItsPace() {
    StoryClock clock = new StoryClock(STORY, WALL, 2.5);
    assertThat(clock.at(WALL)).isEqualTo(STORY);
    assertThat(clock.at(WALL.plusMillis(200))).isEqualTo(STORY.plusMillis(500));
    assertThat(clock.at(WALL.minusSeconds(2))).isEqualTo(STORY.minusSeconds(5));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void aPaceThatGoesNowhereIsRefused(double pace) {
    assertThatThrownBy(() -> new StoryClock(STORY, WALL, pace))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("pace is");
  }
}
