package dev.incidentlab.warehouse.models;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/** The shape of the files, word for word. */
final class ProjectFiles {
  private ProjectFiles() {}

  record Models(int version, List<Group> sources, List<ModelEntry> models) {}

  record Group(String name, List<Table> tables) {}

  record Table(
      String name,
      @JsonProperty("loaded_at_field") String loadedAtField,
      FreshnessEntry freshness,
      @JsonProperty("data_tests") List<JsonNode> dataTests,
      List<Column> columns) {}

  record FreshnessEntry(
      @JsonProperty("warn_after") Age warnAfter, @JsonProperty("error_after") Age errorAfter) {}

  record Age(int count, String period) {}

  record Column(String name, @JsonProperty("data_tests") List<JsonNode> dataTests) {}

  record ModelEntry(String name, String description) {}

  record Orchestration(Schedule schedule, Map<String, Integer> pools, Map<String, Task> tasks) {}

  record Schedule(String every) {}

  record Task(String pool, boolean critical, SensorEntry sensor) {}

  record SensorEntry(
      @JsonProperty("max_lag") String maxLag,
      @JsonProperty("poke_interval") String pokeInterval,
      String timeout) {}

  /** Arguments of a test; which of them count depends on the test. */
  record Test(
      String name,
      String severity,
      Double mostly,
      Double quantile,
      @JsonProperty("min_value") Double minValue,
      @JsonProperty("min_rows") Long minRows,
      @JsonProperty("min_share") Double minShare,
      @JsonProperty("max_share") Double maxShare) {}
}
