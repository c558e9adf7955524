package dev.incidentlab.warehouse.lineage;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.incidentlab.warehouse.gates.GateResult;
import dev.incidentlab.warehouse.gates.Outcome;
import dev.incidentlab.warehouse.gates.Severity;
import dev.incidentlab.warehouse.lineage.ColumnLineage.Origin;
import dev.incidentlab.warehouse.lineage.Columns.Column;
import dev.incidentlab.warehouse.lineage.Happening.Counts;
import dev.incidentlab.warehouse.lineage.Happening.Read;
import dev.incidentlab.warehouse.lineage.Happening.Written;
import io.openlineage.client.OpenLineage;
import java.net.URI;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Puts what was seen into OpenLineage's words. For one thread. */
final class EventWriter {
  /** Of all jobs. */
  static final String JOBS = "incident-lab";

  /** Names of custom facets begin with it. */
  static final String STORY_FACET = "incidentLab_story";

  private static final URI PRODUCER = URI.create("urn:incident-lab:lineage");
  private static final URI STORY_SCHEMA =
      URI.create("urn:incident-lab:lineage:StoryRunFacet:1-0-0#/$defs/StoryRunFacet");

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .registerModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .setSerializationInclusion(JsonInclude.Include.NON_NULL);

  private final OpenLineage lineage = new OpenLineage(PRODUCER);
  private final Parent parent;

  EventWriter(Parent parent) {
    this.parent = parent;
  }

  /** The event as JSON. */
  JsonNode write(Happening seen) {
    return JSON.valueToTree(
        lineage
            .newRunEventBuilder()
            .eventTime(seen.wall().atZone(ZoneOffset.UTC))
            .eventType(seen.type())
            .run(lineage.newRun(seen.run(), runFacets(seen)))
            .job(lineage.newJob(JOBS, seen.job().name(), jobFacets(seen.job())))
            .inputs(seen.inputs().stream().map(this::input).toList())
            .outputs(seen.outputs().stream().map(this::output).toList())
            .build());
  }

  private OpenLineage.RunFacets runFacets(Happening seen) {
    OpenLineage.RunFacetsBuilder facets =
        lineage
            .newRunFacetsBuilder()
            .parent(
                lineage.newParentRunFacet(
                    lineage.newParentRunFacetRun(parent.run(), null),
                    lineage.newParentRunFacetJob(JOBS, parent.job(), null),
                    null))
            .put(STORY_FACET, new StoryFacet(seen));
    seen.error()
        .ifPresent(
            message ->
                facets.errorMessage(
                    lineage.newErrorMessageRunFacet(message, seen.job().language(), null)));
    return facets.build();
  }

  /** What OpenLineage has no words for: the time in the story, and more about the run. */
  private static final class StoryFacet extends OpenLineage.DefaultRunFacet {
    StoryFacet(Happening seen) {
      super(PRODUCER);
      getAdditionalProperties().put("time", seen.story().toString());
      getAdditionalProperties().putAll(seen.about());
    }

    @Override
    public URI get_schemaURL() {
      return STORY_SCHEMA;
    }
  }

  private OpenLineage.JobFacets jobFacets(Happening.Job job) {
    OpenLineage.JobFacetsBuilder facets =
        lineage
            .newJobFacetsBuilder()
            .jobType(
                lineage.newJobTypeJobFacet(job.processing(), job.integration(), job.type(), null));
    if (job.sql() != null) {
      facets.sql(lineage.newSQLJobFacet(job.sql(), "duckdb"));
    }
    return facets.build();
  }

  private OpenLineage.InputDataset input(Read read) {
    OpenLineage.InputDatasetBuilder input =
        lineage
            .newInputDatasetBuilder()
            .namespace(read.dataset().kind().namespace())
            .name(read.dataset().name())
            .facets(facets(read.dataset(), read.place(), read.columns(), read.version()).build());
    List<OpenLineage.DataQualityAssertionsDatasetFacetAssertions> assertions =
        assertions(read.gates());
    if (!assertions.isEmpty()) {
      input.inputFacets(
          lineage
              .newInputDatasetInputFacetsBuilder()
              .dataQualityAssertions(lineage.newDataQualityAssertionsDatasetFacet(assertions))
              .build());
    }
    return input.build();
  }

  private OpenLineage.OutputDataset output(Written written) {
    OpenLineage.DatasetFacetsBuilder facets =
        facets(written.dataset(), written.place(), written.columns(), written.version());
    if (written.made() != null) {
      facets.columnLineage(columnLineage(written.made()));
    }
    OpenLineage.OutputDatasetBuilder output =
        lineage
            .newOutputDatasetBuilder()
            .namespace(written.dataset().kind().namespace())
            .name(written.dataset().name())
            .facets(facets.build());
    Counts counts = written.written();
    if (counts != null) {
      output.outputFacets(
          lineage
              .newOutputDatasetOutputFacetsBuilder()
              .outputStatistics(
                  lineage.newOutputStatisticsOutputDatasetFacet(
                      counts.rows(), counts.bytes(), counts.files()))
              .build());
    }
    return output.build();
  }

  private OpenLineage.DatasetFacetsBuilder facets(
      Dataset dataset, URI place, List<Column> columns, String version) {
    OpenLineage.DatasetFacetsBuilder facets = lineage.newDatasetFacetsBuilder();
    if (place != null) {
      facets.dataSource(lineage.newDatasourceDatasetFacet(dataset.name(), place));
    }
    if (!columns.isEmpty()) {
      facets.schema(
          lineage.newSchemaDatasetFacet(
              columns.stream()
                  .map(
                      column ->
                          lineage
                              .newSchemaDatasetFacetFieldsBuilder()
                              .name(column.name())
                              .type(column.type())
                              .build())
                  .toList()));
    }
    if (version != null) {
      facets.version(lineage.newDatasetVersionDatasetFacet(version));
    }
    return facets;
  }

  private OpenLineage.ColumnLineageDatasetFacet columnLineage(ColumnLineage made) {
    OpenLineage.ColumnLineageDatasetFacetFieldsBuilder fields =
        lineage.newColumnLineageDatasetFacetFieldsBuilder();
    made.columns()
        .forEach(
            (column, origins) ->
                fields.put(
                    column,
                    lineage
                        .newColumnLineageDatasetFacetFieldsAdditionalBuilder()
                        .inputFields(inputFields(origins))
                        .build()));
    return lineage
        .newColumnLineageDatasetFacetBuilder()
        .fields(fields.build())
        .dataset(inputFields(made.rows()))
        .build();
  }

  private List<OpenLineage.InputField> inputFields(Set<Origin> origins) {
    return origins.stream()
        .map(
            origin ->
                lineage
                    .newInputFieldBuilder()
                    .namespace(origin.dataset().kind().namespace())
                    .name(origin.dataset().name())
                    .field(origin.column())
                    .transformations(
                        List.of(
                            lineage
                                .newInputFieldTransformationsBuilder()
                                .type(origin.use().type())
                                .subtype(origin.use().name())
                                .build()))
                    .build())
        .toList();
  }

  /** One of each gate: what it said of the slice where it was met least. */
  private List<OpenLineage.DataQualityAssertionsDatasetFacetAssertions> assertions(
      Collection<GateResult> results) {
    Map<String, GateResult> worst = new LinkedHashMap<>();
    for (GateResult result : results) {
      // A gate that had too few rows to say something has asserted nothing.
      if (result.outcome() != Outcome.INCONCLUSIVE) {
        worst.merge(
            result.gate(), result, (a, b) -> b.outcome().compareTo(a.outcome()) > 0 ? b : a);
      }
    }
    List<OpenLineage.DataQualityAssertionsDatasetFacetAssertions> assertions = new ArrayList<>();
    worst
        .values()
        .forEach(
            result ->
                assertions.add(
                    lineage
                        .newDataQualityAssertionsDatasetFacetAssertionsBuilder()
                        .assertion(result.expectation())
                        .name(result.gate())
                        .success(result.outcome() == Outcome.PASS)
                        .column(column(result.gate()))
                        .severity(result.severity() == Severity.ERROR ? "error" : "warn")
                        .description(result.slice() == null ? null : "slice of " + result.slice())
                        .expected(result.expected())
                        .actual(result.observed())
                        .build()));
    return assertions;
  }

  /** The column that a gate is about, by its name; null if it is about the table. */
  static String column(String gate) {
    String[] parts = gate.split("\\.");
    return parts.length == 3 ? parts[1] : null;
  }
}
