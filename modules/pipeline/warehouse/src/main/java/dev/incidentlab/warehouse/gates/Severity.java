package dev.incidentlab.warehouse.gates;

/** What a gate that is not met means. */
public enum Severity {
  /** It is noted, and the slice is published. */
  WARN,
  /** The slice is held back. */
  ERROR
}
