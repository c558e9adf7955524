package dev.incidentlab.schema;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Whether a registry's word that it does not know something is to be believed. One that has just
 * started may answer before it has loaded all that it has: Apicurio with its storage in Kafka says
 * for seconds that it knows no schema with an id that it gave out itself. Safe for many threads.
 */
final class RegistryStanding {
  /** For so long without a failure it must have answered after one. */
  static final Duration SETTLED = Duration.ofSeconds(10);

  private final LongSupplier nanoTime;
  private boolean answering;
  private long answeringSince;
  private boolean shaken;
  private boolean knowsSomething;

  /**
   * @param nanoTime as {@link System#nanoTime()}
   */
  RegistryStanding(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** It gave something that it has. */
  synchronized void gave() {
    answered();
    knowsSomething = true;
  }

  /** It did not answer, or not as a registry does. */
  synchronized void failed() {
    answering = false;
    shaken = true;
  }

  /** It answered that it does not know something; returns whether that is so. */
  synchronized boolean believed() {
    answered();
    if (nanoTime.getAsLong() - answeringSince >= SETTLED.toNanos()) {
      shaken = false;
      return true;
    }
    return knowsSomething && !shaken;
  }

  private void answered() {
    if (!answering) {
      answering = true;
      answeringSince = nanoTime.getAsLong();
    }
  }
}
