package dev.incidentlab.server.verbs;

import dev.incidentlab.api.LineageAnswers.DatasetView;
import dev.incidentlab.api.LineageAnswers.EvidenceView;
import dev.incidentlab.api.LineageAnswers.GateOn;
import dev.incidentlab.api.LineageAnswers.LineageView;
import dev.incidentlab.api.LineageAnswers.ReachedView;
import dev.incidentlab.server.run.Platform;
import dev.incidentlab.warehouse.lineage.Dataset;
import dev.incidentlab.warehouse.lineage.Dataset.Kind;
import dev.incidentlab.warehouse.lineage.LineageGraph;
import dev.incidentlab.warehouse.lineage.LineageGraph.Reach;
import dev.incidentlab.warehouse.lineage.LineageGraph.Step;
import dev.incidentlab.warehouse.models.Source;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/** {@code lineage}. */
final class LineageVerbs {
  private final Supplier<Platform> platform;

  LineageVerbs(Supplier<Platform> platform) {
    this.platform = platform;
  }

  LineageView lineage(Arguments arguments, String who) throws InterruptedException {
    String name = arguments.required("dataset");
    Optional<String> column = arguments.text("column");
    boolean upstream = arguments.flag("upstream");
    LineageGraph graph = platform.get().lineage().lineage().graph();
    Reach reach = reach(arguments.verb(), graph, name, column, upstream);
    Dataset from = reach.from();
    return new LineageView(
        from.name(),
        from.kind().word(),
        column.orElse(null),
        upstream,
        reach.reached().stream().map(LineageVerbs::view).toList(),
        reach.others().stream().map(d -> new DatasetView(d.name(), d.kind().word())).toList(),
        upstream ? List.of() : column.map(c -> gates(reach, c)).orElse(List.of()),
        reach.events(),
        jq(platform.get().lineage().lineage().path()));
  }

  private static Reach reach(
      String verb, LineageGraph graph, String name, Optional<String> column, boolean upstream) {
    try {
      Dataset from = graph.dataset(name);
      return upstream ? graph.upstream(from, column) : graph.downstream(from, column);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(verb + ": " + e.getMessage(), e);
    }
  }

  private static ReachedView view(Step step) {
    return new ReachedView(
        step.dataset().name(),
        step.dataset().kind().word(),
        List.copyOf(step.columns()),
        List.copyOf(step.jobs()),
        step.evidence()
            .map(e -> new EvidenceView(e.events(), e.job(), e.time(), e.version()))
            .orElse(null));
  }

  /** Gates are of tables' columns. */
  private List<GateOn> gates(Reach reach, String column) {
    Map<String, Set<String>> columns = new TreeMap<>();
    reach.reached().forEach(step -> columns.put(step.dataset().name(), step.columns()));
    if (reach.from().kind() == Kind.TABLE) {
      columns.put(reach.from().name(), Set.of(column));
    }
    List<GateOn> gates = new ArrayList<>();
    for (Source source : platform.get().models().downstream().project().sources().values()) {
      source
          .gates()
          .forEach(
              gate -> {
                boolean reached =
                    columns.getOrDefault(source.table(), Set.of()).stream()
                        .anyMatch(c -> gate.name().startsWith(source.table() + "." + c + "."));
                if (reached) {
                  gates.add(
                      new GateOn(gate.name(), gate.severity().name().toLowerCase(Locale.ROOT)));
                }
              });
    }
    return gates;
  }

  /** Each job that was seen to write, with what it reads and writes, and how often. */
  private static String jq(Path file) {
    return "jq -r 'select(any(.outputs[];.facets.version))|\"\\(.job.name): \\([.inputs[].name]) -> \\([.outputs[].name])\"' %s | sort | uniq -c"
        .formatted(file.toAbsolutePath());
  }
}
