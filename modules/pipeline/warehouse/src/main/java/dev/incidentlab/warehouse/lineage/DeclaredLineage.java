package dev.incidentlab.warehouse.lineage;

import dev.incidentlab.delta.TableSchema;
import dev.incidentlab.warehouse.Warehouse;
import dev.incidentlab.warehouse.WarehouseException;
import dev.incidentlab.warehouse.lineage.TablePipeline.Way;
import dev.incidentlab.warehouse.models.Model;
import dev.incidentlab.warehouse.models.Project;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What is declared to be made of what: by the pipelines, by the models' SQL, and by that of the
 * dashboard.
 *
 * @param edges in the order in which data flows
 */
public record DeclaredLineage(List<Edge> edges) {
  /** The executives' tiles, which are made of what a model publishes. */
  public static final Dataset TILES = new Dataset(Dataset.Kind.DASHBOARD, "exec_dashboard.tiles");

  /** Who shows them. */
  private static final String SHOWS = "dashboard";

  private static final String TILES_SQL = "/dashboards/exec_dashboard.sql";

  /**
   * Reads it off.
   *
   * @param schemas of the tables that the project's models read, by name
   * @throws WarehouseException if a query has something that is not understood
   */
  public static DeclaredLineage of(
      Collection<TablePipeline> pipelines,
      Project project,
      Function<String, TableSchema> schemas,
      Warehouse warehouse) {
    List<Edge> edges = new ArrayList<>();
    for (TablePipeline pipeline : pipelines) {
      for (Way way : Way.values()) {
        edges.addAll(of(pipeline, way, schemas.apply(pipeline.table())));
      }
    }
    Map<String, ColumnLineage> relations = new LinkedHashMap<>();
    project
        .sources()
        .keySet()
        .forEach(table -> relations.put(table, tableColumns(table, schemas.apply(table))));
    try (Connection duckdb = warehouse.open(List.of())) {
      SqlColumns sql = new SqlColumns(duckdb);
      for (Model model : project.models()) {
        String query = model.sql().of(Instant.EPOCH, Instant.EPOCH.plus(Project.SLICE));
        ColumnLineage columns = sql.of(model.name(), query, relations);
        Dataset output = Dataset.model(model.name());
        edges.add(new Edge(model.name(), inputs(model), output, columns));
        relations.put(model.name(), ColumnLineage.same(columns.columns().keySet(), output));
      }
      edges.add(
          new Edge(
              SHOWS,
              Set.of(Dataset.model("exec_dashboard")),
              TILES,
              sql.of(TILES.name(), resource(TILES_SQL), relations)));
    } catch (SQLException e) {
      throw new WarehouseException("cannot close a connection: " + e.getMessage(), e);
    }
    return new DeclaredLineage(List.copyOf(edges));
  }

  /** What a job of a pipeline makes. */
  static List<Edge> of(TablePipeline pipeline, Way way, TableSchema schema) {
    Dataset input = pipeline.input(way);
    return pipeline.outputs(way).stream()
        .map(
            output ->
                new Edge(
                    pipeline.job(way),
                    Set.of(input),
                    output,
                    output.kind() == Dataset.Kind.TABLE
                        ? Columns.lineage(schema, input)
                        // A dead letter has the whole record.
                        : ColumnLineage.same(Columns.fields(schema), input)))
        .toList();
  }

  private static ColumnLineage tableColumns(String table, TableSchema schema) {
    return ColumnLineage.same(Columns.names(Columns.of(schema)), Dataset.table(table));
  }

  /** What a model reads. */
  static Set<Dataset> inputs(Model model) {
    Set<Dataset> inputs = new TreeSet<>();
    model.sources().forEach(table -> inputs.add(Dataset.table(table)));
    model.refs().forEach(ref -> inputs.add(Dataset.model(ref)));
    return inputs;
  }

  /** What a model's columns are made of. */
  ColumnLineage columns(Model model) {
    return edges.stream()
        .filter(edge -> edge.output().equals(Dataset.model(model.name())))
        .map(Edge::columns)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(model.name() + " is no model of these"));
  }

  private static String resource(String name) {
    try (InputStream in = DeclaredLineage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the build lacks " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + name, e);
    }
  }
}
