package dev.incidentlab.drill;

/**
 * How an oracle, or a whole verdict, turned out. Declared from best to worst, so that the worst of
 * several is the greatest.
 */
public enum Outcome {
  /** Everything checked holds. */
  PASS,
  /** Something that was checked does not hold. */
  FAIL,
  /** Nothing can be said: no check ran, or one could not observe. Never a pass. */
  ERROR
}
