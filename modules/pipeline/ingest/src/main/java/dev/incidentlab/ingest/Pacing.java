package dev.incidentlab.ingest;

import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.functions.MapFunction;

/** Lets at most so many records a second pass; the rest waits in the source. */
final class Pacing implements MapFunction<RawRecord, RawRecord> {
  private static final long serialVersionUID = 1L;

  private final long pauseNanos;
  private transient long next;
  private transient boolean begun;

  /**
   * @param rate records a second, above 0; infinity for no limit
   */
  Pacing(double rate) {
    this.pauseNanos = (long) (TimeUnit.SECONDS.toNanos(1) / rate);
  }

  @Override
  public RawRecord map(RawRecord record) throws InterruptedException {
    long now = System.nanoTime();
    if (begun && next - now > 0) {
      // Blocking is Flink's back-pressure, and cancelling interrupts it.
      TimeUnit.NANOSECONDS.sleep(next - now);
    }
    next = (begun ? Math.max(next, now) : now) + pauseNanos;
    begun = true;
    return record;
  }
}
