package dev.incidentlab.server.verbs;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * A look that costs something, shared by all who ask: those who come while one is under way get
 * what it sees, and after it there is a rest in which all get the same. However many ask, and
 * however long a look takes, looking takes at most a quarter of the time.
 */
final class SharedLook<T> {
  /** The shortest time from the end of a look to the begin of the next one. */
  static final Duration SHORTEST_REST = Duration.ofSeconds(8);

  /** Times the processor's time that a look took. */
  private static final int REST = 5;

  private final Look<T> look;
  private final LongSupplier nanos;
  private final LongSupplier processorNanos;
  private final ReentrantLock one = new ReentrantLock();
  private volatile Seen<T> newest;

  /** What is shared. */
  interface Look<T> {
    T look() throws InterruptedException;
  }

  /**
   * @param restsUntil on the clock of {@code nanos}
   */
  private record Seen<T>(T what, long restsUntil) {}

  /**
   * @param nanos a clock as {@link System#nanoTime} is one
   * @param processorNanos the processor's time that was taken so far
   */
  SharedLook(Look<T> look, LongSupplier nanos, LongSupplier processorNanos) {
    this.look = look;
    this.nanos = nanos;
    this.processorNanos = processorNanos;
  }

  /** What the last look saw; empty before the first one. */
  Optional<T> newest() {
    return Optional.ofNullable(newest).map(Seen::what);
  }

  /** What is seen now, or was seen at most a rest ago. */
  T look() throws InterruptedException {
    one.lockInterruptibly();
    try {
      Seen<T> last = newest;
      if (last != null && nanos.getAsLong() - last.restsUntil() < 0) {
        return last.what();
      }
      long before = processorNanos.getAsLong();
      T seen = look.look();
      long rest = Math.max(SHORTEST_REST.toNanos(), REST * (processorNanos.getAsLong() - before));
      newest = new Seen<>(seen, nanos.getAsLong() + rest);
      return seen;
    } finally {
      one.unlock();
    }
  }
}
