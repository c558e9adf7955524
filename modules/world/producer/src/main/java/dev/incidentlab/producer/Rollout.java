package dev.incidentlab.producer;

/**
 * How far version 2 of the ad events is rolled out.
 *
 * @param v2Share share of the producer's instances that write version 2, 0 to 1
 * @param viewThrough whether those that do also send {@code VIEW_THROUGH}
 * @param layout where version 2 has its new field
 */
record Rollout(double v2Share, boolean viewThrough, Layout layout) {
  static final Rollout NONE = new Rollout(0, false);

  Rollout {
    if (!(v2Share >= 0 && v2Share <= 1)) {
      throw new IllegalArgumentException(
          "v2Share is %s; it is a share from 0 to 1".formatted(v2Share));
    }
  }

  /** With the new field where the contract has it. */
  Rollout(double v2Share, boolean viewThrough) {
    this(v2Share, viewThrough, Layout.LATE);
  }
}
