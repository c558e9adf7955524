package dev.incidentlab.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DailyCurveTest {
  private static final long MIDNIGHT = Instant.parse("2026-03-03T00:00:00Z").getEpochSecond();
  private static final long DAY = 86_400;

  @Test
  void itAveragesToOneOverADay() {
    double mean =
        LongStream.range(MIDNIGHT, MIDNIGHT + DAY)
            .mapToDouble(DailyCurve::at)
            .average()
            .orElseThrow();
    assertThat(mean).isCloseTo(1, within(1e-9));
  }

  @Test
  void itIsLowestBeforeDawnAndHighestInTheLateMorning() {
    assertThat(DailyCurve.at(MIDNIGHT + 3 * 3_600)).isEqualTo(0.40);
    assertThat(DailyCurve.at(MIDNIGHT + 10 * 3_600 + 1_800)).isEqualTo(1.40);
  }

  @Test
  void itHasNoJumps() {
    assertThat(LongStream.range(MIDNIGHT, MIDNIGHT + DAY))
        .allSatisfy(
            second ->
                assertThat(DailyCurve.at(second + 1))
                    .isCloseTo(DailyCurve.at(second), within(0.001)));
  }

  @Test
  void itGoesOnBefore1970() {
    assertThat(DailyCurve.at(-DAY + 60)).isEqualTo(DailyCurve.at(60));
  }
}
