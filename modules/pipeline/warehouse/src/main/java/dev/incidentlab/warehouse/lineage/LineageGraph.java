package dev.incidentlab.warehouse.lineage;

import dev.incidentlab.warehouse.lineage.ColumnLineage.Origin;
import dev.incidentlab.warehouse.lineage.Observed.Writes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What is made of what: as it is declared, joined with what events say. Where both tell of the same
 * job and output, the events count: the job that runs may not be the one that is declared now.
 */
public final class LineageGraph {
  private final Map<Writes, Edge> edges = new LinkedHashMap<>();
  private final Map<Writes, Evidence> seen;
  private final Map<Dataset, Set<String>> columns = new TreeMap<>();
  private final long events;

  /**
   * A dataset that is reached.
   *
   * @param columns that are reached; empty if it was not asked for a column
   * @param jobs that lead to it, or from it if it was asked upstream
   * @param evidence that they were seen to; empty if they are only declared to
   */
  public record Step(
      Dataset dataset, Set<String> columns, Set<String> jobs, Optional<Evidence> evidence) {}

  /**
   * An answer.
   *
   * @param reached in the order in which data flows
   * @param others all that is not reached
   * @param events on which it is based
   */
  public record Reach(Dataset from, List<Step> reached, List<Dataset> others, long events) {}

  LineageGraph(DeclaredLineage declared, Observed observed) {
    Stream.concat(declared.edges().stream(), observed.edges().stream())
        .forEach(edge -> edges.put(new Writes(edge.job(), edge.output()), edge));
    seen = observed.seen();
    events = observed.events();
    for (Edge edge : edges.values()) {
      known(edge.output()).addAll(edge.columns().columns().keySet());
      edge.inputs().forEach(this::known);
      Stream.concat(
              edge.columns().rows().stream(),
              edge.columns().columns().values().stream().flatMap(Collection::stream))
          .forEach(origin -> known(origin.dataset()).add(origin.column()));
    }
    columns.forEach((dataset, names) -> names.addAll(observed.columns(dataset)));
    edges.replaceAll((writes, edge) -> copied(edge));
    edges.values().forEach(e -> known(e.output()).addAll(e.columns().columns().keySet()));
  }

  /** A dead letter has the whole record, also what the table has no column for. */
  private Edge copied(Edge edge) {
    if (edge.output().kind() != Dataset.Kind.TOPIC) {
      return edge;
    }
    Map<String, Set<Origin>> copies = new TreeMap<>();
    for (Dataset topic : edge.inputs()) {
      for (String field : known(topic)) {
        copies
            .computeIfAbsent(field, f -> new TreeSet<>())
            .add(new Origin(topic, field, Use.IDENTITY));
      }
    }
    return new Edge(edge.job(), edge.inputs(), edge.output(), new ColumnLineage(copies, Set.of()));
  }

  private Set<String> known(Dataset dataset) {
    return columns.computeIfAbsent(dataset, d -> new TreeSet<>());
  }

  /** All datasets, in the order in which data flows. */
  public Set<Dataset> datasets() {
    return columns.keySet();
  }

  /**
   * The dataset of a name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Dataset dataset(String name) {
    return columns.keySet().stream()
        .filter(dataset -> dataset.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'%s' is no dataset of this lab; datasets: %s"
                        .formatted(name, columns.keySet().stream().map(Dataset::name).toList())));
  }

  /** What is made of a dataset, or of one of its columns. */
  public Reach downstream(Dataset from, Optional<String> column) {
    return reach(from, column, false);
  }

  /** What a dataset, or one of its columns, is made of. */
  public Reach upstream(Dataset from, Optional<String> column) {
    return reach(from, column, true);
  }

  private Reach reach(Dataset from, Optional<String> column, boolean upstream) {
    column.ifPresent(name -> require(from, name));
    Map<Dataset, Set<String>> reached = new TreeMap<>();
    Map<Dataset, Set<Writes>> by = new TreeMap<>();
    reached.put(from, column.map(Set::of).orElse(Set.of()));
    boolean grew = true;
    while (grew) {
      grew = false;
      for (Map.Entry<Writes, Edge> edge : edges.entrySet()) {
        Map<Dataset, Set<String>> next =
            column.isEmpty()
                ? whole(edge.getValue(), reached.keySet(), upstream)
                : upstream ? origins(edge.getValue(), reached) : made(edge.getValue(), reached);
        for (Map.Entry<Dataset, Set<String>> step : next.entrySet()) {
          Set<String> before = reached.get(step.getKey());
          Set<String> after = new TreeSet<>(before == null ? Set.of() : before);
          boolean more = after.addAll(step.getValue()) || before == null;
          reached.put(step.getKey(), after);
          grew |= more;
          by.computeIfAbsent(step.getKey(), d -> new LinkedHashSet<>()).add(edge.getKey());
        }
      }
    }
    reached.remove(from);
    List<Step> steps = new ArrayList<>();
    reached.forEach((dataset, names) -> steps.add(step(dataset, names, by.get(dataset))));
    List<Dataset> others = new ArrayList<>(columns.keySet());
    others.removeAll(reached.keySet());
    others.remove(from);
    return new Reach(from, steps, others, events);
  }

  private Step step(Dataset dataset, Set<String> names, Set<Writes> by) {
    Set<String> jobs = new TreeSet<>();
    Optional<Evidence> newest = Optional.empty();
    for (Writes writes : by) {
      jobs.add(writes.job());
      Evidence evidence = seen.get(writes);
      if (evidence != null
          && newest.map(n -> n.time().compareTo(evidence.time()) < 0).orElse(true)) {
        newest = Optional.of(evidence);
      }
    }
    return new Step(dataset, names, jobs, newest);
  }

  private static Map<Dataset, Set<String>> whole(
      Edge edge, Set<Dataset> reached, boolean upstream) {
    Map<Dataset, Set<String>> next = new TreeMap<>();
    if (upstream && reached.contains(edge.output())) {
      edge.inputs().forEach(input -> next.put(input, Set.of()));
    } else if (!upstream && edge.inputs().stream().anyMatch(reached::contains)) {
      next.put(edge.output(), Set.of());
    }
    return next;
  }

  /** Columns of the output that are made of columns that are reached. */
  private static Map<Dataset, Set<String>> made(Edge edge, Map<Dataset, Set<String>> reached) {
    ColumnLineage columns = edge.columns();
    boolean all = isReached(columns.rows(), reached);
    Set<String> made = new TreeSet<>();
    columns
        .columns()
        .forEach(
            (column, origins) -> {
              if (all || isReached(origins, reached)) {
                made.add(column);
              }
            });
    return made.isEmpty() ? Map.of() : Map.of(edge.output(), made);
  }

  private static boolean isReached(Set<Origin> origins, Map<Dataset, Set<String>> reached) {
    return origins.stream()
        .anyMatch(o -> reached.getOrDefault(o.dataset(), Set.of()).contains(o.column()));
  }

  /** Columns of the inputs that columns of the output are made of, if those are reached. */
  private static Map<Dataset, Set<String>> origins(Edge edge, Map<Dataset, Set<String>> reached) {
    Map<Dataset, Set<String>> origins = new TreeMap<>();
    Set<String> wanted = reached.getOrDefault(edge.output(), Set.of());
    edge.columns()
        .columns()
        .forEach(
            (column, made) -> {
              if (wanted.contains(column)) {
                Stream.concat(made.stream(), edge.columns().rows().stream())
                    .forEach(
                        o ->
                            origins
                                .computeIfAbsent(o.dataset(), d -> new TreeSet<>())
                                .add(o.column()));
              }
            });
    return origins;
  }

  private void require(Dataset dataset, String column) {
    Set<String> known = columns.get(dataset);
    if (!known.contains(column)) {
      throw new IllegalArgumentException(
          "%s has no column '%s'; columns: %s".formatted(dataset.name(), column, known));
    }
  }
}
