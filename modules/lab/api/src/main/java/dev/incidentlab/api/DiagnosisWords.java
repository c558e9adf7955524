package dev.incidentlab.api;

import java.util.List;

/** What a diagnosis may name; the same words in scenario files and on the command line. */
public final class DiagnosisWords {
  /** For an incident that is none: nothing is wrong. */
  public static final String NONE = "none";

  /** Parts of the platform: the one whose behaviour has to change. */
  public static final List<String> COMPONENTS =
      List.of(
          "producer", "kafka", "schema-registry", "ingest", "table", "models", "dashboard", NONE);

  /** Ways in which a component goes wrong. */
  public static final List<String> MECHANISMS =
      List.of(
          "schema-mismatch",
          "undecodable-records",
          "lost-records",
          "duplicate-records",
          "late-events",
          "overload",
          "crash",
          "wrong-query",
          NONE);

  private DiagnosisWords() {}
}
