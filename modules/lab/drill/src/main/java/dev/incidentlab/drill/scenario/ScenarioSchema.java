package dev.incidentlab.drill.scenario;

import com.fasterxml.jackson.databind.JsonNode;

/** The JSON Schema of scenario files, by which editors complete keys and mark mistakes. */
public final class ScenarioSchema {
  private ScenarioSchema() {}

  /** The schema, with the words that files may use here. */
  public static JsonNode of(Vocabulary vocabulary) {
    return SchemaFields.of(vocabulary);
  }
}
