package dev.incidentlab.grading;

import java.time.Duration;

/**
 * How long the oracles look, in wall time.
 *
 * @param settling how long, at most, table and dead letters get to catch up with the cut
 * @param stillness they get no more time once nothing has moved for this long
 * @param window over which events must be published and reach the table
 * @param commit how long after the window a commit of them may take
 * @param samples how often freshness is looked at; it must hold each time
 * @param betweenSamples from one look at freshness to the next
 * @param lookAgain how often something awaited is looked for
 */
public record Limits(
    Duration settling,
    Duration stillness,
    Duration window,
    Duration commit,
    int samples,
    Duration betweenSamples,
    Duration lookAgain) {
  /**
   * What {@code verify} uses. A job that was started a moment ago takes some seconds to its first
   * commit; where none comes, forward progress is awaited for as long anyhow.
   */
  public static final Limits DEFAULT =
      new Limits(
          Duration.ofSeconds(20),
          Duration.ofSeconds(10),
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          5,
          Duration.ofMillis(500),
          Duration.ofMillis(250));

  public Limits {
    if (samples < 1) {
      throw new IllegalArgumentException(
          "samples is %d; freshness must be looked at once or more".formatted(samples));
    }
    if (lookAgain.isNegative() || lookAgain.isZero()) {
      throw new IllegalArgumentException(
          "lookAgain is %s; it must be above 0".formatted(lookAgain));
    }
  }

  /** These limits with another window for forward progress. */
  public Limits withWindow(Duration newWindow) {
    return new Limits(settling, stillness, newWindow, commit, samples, betweenSamples, lookAgain);
  }

  /** These limits with more patience, for jobs that were just started anew. */
  public Limits withPatience(Duration newSettling, Duration newStillness) {
    return new Limits(
        newSettling, newStillness, window, commit, samples, betweenSamples, lookAgain);
  }

  /** These limits with freshness watched for longer. */
  public Limits withSamples(int newSamples, Duration newBetween) {
    return new Limits(settling, stillness, window, commit, newSamples, newBetween, lookAgain);
  }
}
