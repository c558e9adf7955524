package dev.incidentlab.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RegistryStandingTest {
  private static final long SETTLED = RegistryStanding.SETTLED.toNanos();

  private long now = -5; // As System.nanoTime may be.
  private final RegistryStanding registry = new RegistryStanding(() -> now);

  @Test
  void oneThatHasGivenSomethingIsBelievedAtOnce() {
    registry.gave();
    assertThat(registry.believed()).isTrue();
  }

  @Test
  void oneThatHasGivenNothingYetMayNotHaveLoadedWhatItHas() {
    assertThat(registry.believed()).isFalse();
    now += SETTLED - 1;
    assertThat(registry.believed()).isFalse();
    now++;
    assertThat(registry.believed()).isTrue();
  }

  @Test
  void afterAFailureItMustHaveAnsweredForAWhile() {
    registry.gave();
    registry.failed();
    now += 10 * SETTLED;

    assertThat(registry.believed()).isFalse();
    registry.gave();
    assertThat(registry.believed()).isFalse();
    now += SETTLED;
    assertThat(registry.believed()).isTrue();
    now++;
    assertThat(registry.believed()).isTrue();
  }

  @Test
  void aFailureMeanwhileBeginsTheWaitAnew() {
    registry.gave();
    registry.failed();
    assertThat(registry.believed()).isFalse();
    now += SETTLED - 1;
    registry.failed();
    assertThat(registry.believed()).isFalse();
    now += SETTLED - 1;
    assertThat(registry.believed()).isFalse();
  }
}
