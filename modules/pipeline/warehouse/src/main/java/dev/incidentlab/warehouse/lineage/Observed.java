package dev.incidentlab.warehouse.lineage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.incidentlab.warehouse.lineage.ColumnLineage.Origin;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What events say, whoever wrote them. A job was seen to write an output if an event names the
 * output with a version. Safe for many threads.
 */
final class Observed {
  private static final Set<String> TERMINAL = Set.of("COMPLETE", "ABORT", "FAIL");

  /** A job and what it writes. */
  record Writes(String job, Dataset output) {}

  private final Map<String, Set<Dataset>> inputs = new TreeMap<>();
  private final Map<Writes, ColumnLineage> made = new LinkedHashMap<>();
  private final Map<Writes, Evidence> seen = new LinkedHashMap<>();
  private final Map<Dataset, List<String>> columns = new TreeMap<>();

  /** Newest event of each run that has not ended, by the run's id. */
  private final Map<String, JsonNode> open = new LinkedHashMap<>();

  private long events;

  /** Takes in an event; what is of no use here is left out. */
  synchronized void accept(JsonNode event) {
    events++;
    String run = event.path("run").path("runId").asText();
    if (TERMINAL.contains(event.path("eventType").asText())) {
      open.remove(run);
    } else {
      open.put(run, event);
    }
    String job = event.path("job").path("name").asText();
    for (JsonNode input : event.path("inputs")) {
      if (isOurs(input)) {
        inputs.computeIfAbsent(job, name -> new TreeSet<>()).add(dataset(input));
        columns(input);
      }
    }
    for (JsonNode output : event.path("outputs")) {
      if (isOurs(output)) {
        output(job, event, output);
      }
    }
  }

  private void output(String job, JsonNode event, JsonNode output) {
    columns(output);
    Writes writes = new Writes(job, dataset(output));
    JsonNode lineage = output.path("facets").path("columnLineage");
    if (!lineage.isMissingNode()) {
      made.put(writes, columnLineage(lineage));
    }
    JsonNode version = output.path("facets").path("version").path("datasetVersion");
    if (!version.isMissingNode()) {
      Evidence before = seen.get(writes);
      seen.put(
          writes,
          new Evidence(
              before == null ? 1 : before.events() + 1,
              job,
              event
                  .path("run")
                  .path("facets")
                  .path(EventWriter.STORY_FACET)
                  .path("time")
                  .asText(event.path("eventTime").asText()),
              version.asText()));
    }
  }

  private void columns(JsonNode node) {
    List<String> names = new ArrayList<>();
    node.path("facets").path("schema").path("fields").forEach(f -> names.add(name(f)));
    if (!names.isEmpty()) {
      columns.put(dataset(node), names);
    }
  }

  private static ColumnLineage columnLineage(JsonNode facet) {
    Map<String, Set<Origin>> columns = new LinkedHashMap<>();
    facet
        .path("fields")
        .fields()
        .forEachRemaining(
            field -> columns.put(field.getKey(), origins(field.getValue().path("inputFields"))));
    return new ColumnLineage(columns, origins(facet.path("dataset")));
  }

  private static Set<Origin> origins(JsonNode inputFields) {
    Set<Origin> origins = new TreeSet<>();
    for (JsonNode field : inputFields) {
      String subtype = field.path("transformations").path(0).path("subtype").asText();
      if (isOurs(field)) {
        origins.add(
            new Origin(
                dataset(field),
                field.path("field").asText(),
                Arrays.stream(Use.values())
                    .filter(use -> use.name().equals(subtype))
                    .findFirst()
                    .orElse(Use.TRANSFORMATION)));
      }
    }
    return origins;
  }

  private static String name(JsonNode node) {
    return node.path("name").asText();
  }

  private static boolean isOurs(JsonNode node) {
    String namespace = node.path("namespace").asText();
    return Arrays.stream(Dataset.Kind.values()).anyMatch(k -> k.namespace().equals(namespace));
  }

  private static Dataset dataset(JsonNode node) {
    return Dataset.of(node.path("namespace").asText(), name(node));
  }

  /** Events taken in. */
  synchronized long events() {
    return events;
  }

  /** What was seen to be written. */
  synchronized Map<Writes, Evidence> seen() {
    return Map.copyOf(seen);
  }

  /** Columns that events name, in their order; empty if none does. */
  synchronized List<String> columns(Dataset dataset) {
    return columns.getOrDefault(dataset, List.of());
  }

  /** Newest event of each run that has not ended. */
  synchronized List<JsonNode> open() {
    return List.copyOf(open.values());
  }

  /** What jobs have told of what they make, seen or not. */
  synchronized List<Edge> edges() {
    List<Edge> edges = new ArrayList<>();
    made.forEach(
        (writes, columns) ->
            edges.add(
                new Edge(
                    writes.job(),
                    Set.copyOf(inputs.getOrDefault(writes.job(), Set.of())),
                    writes.output(),
                    columns)));
    return edges;
  }
}
