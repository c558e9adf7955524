package dev.incidentlab.delta;

import java.time.Duration;
import java.util.Objects;

/**
 * What a vacuum may delete.
 *
 * @param retention how long a file must have been out of every version's use, in wall time: every
 *     version that was the newest within it stays readable, and files that no version names stay
 *     for as long after they were made
 * @param orphansOnly leave files that an old version names, however old it is
 */
public record VacuumRequest(Duration retention, boolean orphansOnly) {

  /** What other Delta writers take. */
  public static final Duration DEFAULT_RETENTION = Duration.ofDays(7);

  /** Between publishing a file and the commit that names it lies far less. */
  public static final Duration MIN_RETENTION = Duration.ofMinutes(1);

  public VacuumRequest {
    Objects.requireNonNull(retention, "retention");
    if (retention.compareTo(MIN_RETENTION) < 0) {
      throw new IllegalArgumentException(
          "the retention must be at least %ds, was %ds: a commit that is under way has files that no version names yet"
              .formatted(MIN_RETENTION.toSeconds(), retention.toSeconds()));
    }
  }
}
