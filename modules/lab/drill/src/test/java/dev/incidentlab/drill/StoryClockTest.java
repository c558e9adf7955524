package dev.incidentlab.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class StoryClockTest {
  private static final Instant START = Instant.parse("2026-03-03T05:00:00Z");

  private final AtomicReference<Instant> wall =
      new AtomicReference<>(Instant.parse("2027-01-01T00:00:00Z"));
  private final StoryClock clock = new StoryClock(START, wall::get);

  @Test
  void standsWhileHeld() {
    pass(Duration.ofMinutes(5));
    assertThat(clock.now()).isEqualTo(START);
    assertThat(clock.running()).isFalse();
  }

  @Test
  void runsAtItsPace() {
    clock.run(2.5);
    pass(Duration.ofSeconds(4));
    assertThat(clock.now()).isEqualTo(START.plusSeconds(10));
  }

  @Test
  void goesOnFromWhereItWasHeld() {
    clock.run(1);
    pass(Duration.ofSeconds(30));
    clock.hold();
    pass(Duration.ofHours(1));
    clock.run(1);
    pass(Duration.ofSeconds(1));
    assertThat(clock.now()).isEqualTo(START.plusSeconds(31));
    assertThat(clock.segments()).hasSize(4);
  }

  @Test
  void isHeldAndRunThoughTimePassesWithEveryLook() {
    AtomicReference<Instant> moving = new AtomicReference<>(wall.get());
    StoryClock real = new StoryClock(START, () -> moving.updateAndGet(t -> t.plusMillis(10)));
    real.run(1);
    real.hold();
    Instant held = real.now();
    assertThat(real.now()).isEqualTo(held);
    real.run(1);
    assertThat(real.now()).isAfter(held);
  }

  @Test
  void tellsWhatTimeItWasInTheStoryAtAWallTime() {
    Instant made = wall.get();
    pass(Duration.ofMinutes(1));
    clock.hold(START.plusSeconds(3600));
    pass(Duration.ofMinutes(1));
    clock.run(2);
    pass(Duration.ofMinutes(1));

    assertThat(clock.at(made.minusSeconds(1))).isEqualTo(START);
    assertThat(clock.at(made.plusSeconds(59))).isEqualTo(START);
    assertThat(clock.at(made.plusSeconds(60))).isEqualTo(START.plusSeconds(3600));
    assertThat(clock.at(made.plusSeconds(130))).isEqualTo(START.plusSeconds(3620));
  }

  @Test
  void neverGoesBack() {
    clock.hold(START.plusSeconds(10));
    assertThatThrownBy(() -> clock.hold(START))
        .hasMessageContaining("cannot go back to 2026-03-03T05:00:00Z");
  }

  @Test
  void anotherAttemptHasTheMapOfThePageAndStandsThere() {
    Instant made = wall.get();
    pass(Duration.ofMinutes(1));
    clock.hold(START.plusSeconds(3600));
    List<StoryClock.Segment> page = clock.segments();
    clock.run(5);
    pass(Duration.ofMinutes(10));
    Instant back = wall.get();

    clock.again(page, START.plusSeconds(3600));

    assertThat(clock.running()).isFalse();
    pass(Duration.ofMinutes(1));
    assertThat(clock.now()).isEqualTo(START.plusSeconds(3600));
    clock.run(2);
    pass(Duration.ofMinutes(1));
    assertThat(clock.now()).isEqualTo(START.plusSeconds(3720));
    assertThat(clock.at(made.plusSeconds(30))).isEqualTo(START);
    // The attempt that is over has no part in the map.
    assertThat(clock.at(back.minusSeconds(60))).isEqualTo(START.plusSeconds(3600));
    assertThatThrownBy(() -> clock.again(List.of(), START)).hasMessageContaining("needs a past");
  }

  @Test
  void refusesAPaceOfNothing() {
    assertThatThrownBy(() -> clock.run(0)).hasMessageContaining("above 0");
  }

  private void pass(Duration d) {
    wall.updateAndGet(now -> now.plus(d));
  }
}
