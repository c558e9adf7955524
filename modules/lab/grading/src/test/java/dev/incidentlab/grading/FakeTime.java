package dev.incidentlab.grading;

import java.time.Duration;

/** Wall time that passes only by pausing, and things that happen meanwhile. */
final class FakeTime implements WallTime {
  private long nanos;
  private int pauses;
  private Script script = pause -> {};

  /** What happens during the n-th pause, from 1 on. */
  interface Script {
    void during(int pause);
  }

  synchronized void onPause(Script whatHappens) {
    script = whatHappens;
  }

  synchronized Duration passed() {
    return Duration.ofNanos(nanos);
  }

  @Override
  public synchronized long nanos() {
    return nanos;
  }

  @Override
  public synchronized void pause(Duration duration) {
    pauses++;
    script.during(pauses);
    nanos += duration.toNanos();
  }
}
