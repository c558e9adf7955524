package dev.incidentlab.warehouse.gates;

/** What came of a gate. */
public enum Outcome {
  PASS,
  /** Not met, or nearly so; the gate is declared to let it through. */
  WARN,
  /** Not met: the slice is held back. */
  FAIL,
  /** Too few rows to say. */
  INCONCLUSIVE
}
