package dev.incidentlab.server.verbs;

import dev.incidentlab.api.Answers.Done;
import dev.incidentlab.api.DownstreamAnswers.ModelRunView;
import dev.incidentlab.api.DownstreamAnswers.ModelRuns;
import dev.incidentlab.api.DownstreamAnswers.ModelView;
import dev.incidentlab.api.DownstreamAnswers.Models;
import dev.incidentlab.api.DownstreamAnswers.PoolView;
import dev.incidentlab.api.DownstreamAnswers.SliceView;
import dev.incidentlab.api.DownstreamAnswers.Slices;
import dev.incidentlab.drill.JournalEntry.Kind;
import dev.incidentlab.server.run.Platform;
import dev.incidentlab.server.run.RunState;
import dev.incidentlab.warehouse.models.Model;
import dev.incidentlab.warehouse.runs.Downstream;
import dev.incidentlab.warehouse.runs.ModelRun;
import dev.incidentlab.warehouse.runs.ModelRun.State;
import dev.incidentlab.warehouse.runs.Publication;
import dev.incidentlab.warehouse.runs.Publications;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code downstream list|runs|slices|pause|resume|run|rebuild}. */
final class DownstreamVerbs {
  private static final int RUNS_LIMIT = 20;
  private static final int MOST = 1_000;

  private final RunState state;
  private final Supplier<Platform> platform;

  DownstreamVerbs(RunState state, Supplier<Platform> platform) {
    this.state = state;
    this.platform = platform;
  }

  Models list(Arguments arguments, String who) {
    Downstream downstream = downstream();
    List<PoolView> pools = new ArrayList<>();
    downstream
        .project()
        .pools()
        .forEach((pool, slots) -> pools.add(new PoolView(pool, slots, downstream.holders(pool))));
    return new Models(models(platform.get()), pools, jq("runs.jsonl", "."));
  }

  static List<ModelView> models(Platform platform) {
    Downstream downstream = platform.models().downstream();
    Map<String, ModelRun> newest =
        downstream.runs().stream()
            .collect(Collectors.toMap(ModelRun::model, run -> run, (earlier, later) -> later));
    return downstream.project().models().stream()
        .map(model -> view(downstream, model, newest.get(model.name())))
        .toList();
  }

  private static ModelView view(Downstream downstream, Model model, ModelRun newest) {
    List<Publication> slices = downstream.publications().of(model.name());
    Optional<Publication> last =
        slices.isEmpty() ? Optional.empty() : Optional.of(slices.get(slices.size() - 1));
    String pausedBy = downstream.paused().get(model.name());
    String acting = newest == null ? null : word(newest.state());
    return new ModelView(
        model.name(),
        model.critical(),
        Stream.concat(model.sources().stream(), model.refs().stream()).toList(),
        model.pool(),
        pausedBy != null ? "paused" : acting,
        newest == null ? null : newest.due().toString(),
        last.map(p -> p.slice().toString()).orElse(null),
        last.map(p -> p.at().toString()).orElse(null),
        pausedBy != null ? "by " + pausedBy : newest == null ? "" : newest.text());
  }

  private static String word(State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  ModelRuns runs(Arguments arguments, String who) {
    Optional<String> model = arguments.text("model");
    model.ifPresent(this::require);
    int limit = arguments.wholeNumber("limit", RUNS_LIMIT, MOST);
    List<ModelRun> runs =
        new ArrayList<>(
            downstream().runs().stream()
                .filter(run -> model.isEmpty() || run.model().equals(model.get()))
                .toList());
    Collections.reverse(runs);
    return new ModelRuns(
        runs.stream().limit(limit).map(DownstreamVerbs::view).toList(),
        Math.max(0, runs.size() - limit),
        jq("runs.jsonl", model.map("select(.model==\"%s\")"::formatted).orElse(".")));
  }

  private static ModelRunView view(ModelRun run) {
    return new ModelRunView(
        run.id(),
        run.model(),
        run.by(),
        word(run.state()),
        run.due().toString(),
        run.started() == null ? null : run.started().toString(),
        run.ended() == null ? null : run.ended().toString(),
        run.pokes(),
        run.text(),
        run.versions(),
        run.slices().stream().map(Instant::toString).toList());
  }

  Slices slices(Arguments arguments, String who) {
    String model = arguments.required("model");
    require(model);
    Publications publications = downstream().publications();
    List<SliceView> slices = new ArrayList<>();
    publications
        .of(model)
        .forEach(
            p ->
                slices.add(
                    0,
                    new SliceView(
                        p.slice().toString(),
                        p.rows(),
                        publications.times(model, p.slice()),
                        p.run(),
                        p.at().toString(),
                        p.versions(),
                        p.warnings(),
                        p.overridden())));
    return new Slices(
        model,
        slices,
        "duckdb -c \"from '%s/*/*.parquet'\""
            .formatted(platform.get().models().folder().toAbsolutePath().resolve(model)));
  }

  Done pause(Arguments arguments, String who) {
    String model = arguments.required("model");
    if (!downstream().pause(model, who, state.clock().now())) {
      throw new Refusal("downstream pause: %s is paused already".formatted(model));
    }
    return new Done(
        "%s runs no more until `downstream resume %s`.".formatted(model, model),
        Map.of("model", model),
        "");
  }

  Done resume(Arguments arguments, String who) {
    String model = arguments.required("model");
    if (!downstream().resume(model)) {
      throw new Refusal("downstream resume: %s is not paused".formatted(model));
    }
    return new Done(
        "%s runs again from its next time on, every %d minutes."
            .formatted(model, downstream().project().every().toMinutes()),
        Map.of("model", model),
        "");
  }

  ModelRuns run(Arguments arguments, String who) {
    String model = arguments.required("model");
    return made(arguments, who, () -> List.of(downstream().run(model, who, state.clock().now())));
  }

  ModelRuns rebuild(Arguments arguments, String who) {
    Instant now = state.clock().now();
    String model = arguments.text("model").orElse(null);
    arguments.required("from");
    Instant from = arguments.storyTime("from", now).orElseThrow();
    Instant to = arguments.storyTime("to", now).orElse(now);
    Instant history = state.scenario().clock().history();
    if (!from.isBefore(to) || from.isBefore(history) || to.isAfter(now)) {
      throw new IllegalArgumentException(
          "downstream rebuild: from %s to %s; from must be before to, not before %s, and to not after now, %s"
              .formatted(from, to, history, now));
    }
    return made(arguments, who, () -> downstream().rebuild(model, from, to, who, now));
  }

  private ModelRuns made(Arguments arguments, String who, Supplier<List<ModelRun>> step) {
    List<ModelRun> runs;
    try {
      runs = step.get();
    } catch (IllegalStateException e) {
      throw new Refusal("%s: %s".formatted(arguments.verb(), e.getMessage()));
    }
    String text =
        runs.stream()
            .map(run -> "%s is %s: %s".formatted(run.id(), word(run.state()), run.text()))
            .collect(Collectors.joining("; "));
    state
        .journal()
        .write(
            who,
            Kind.VERB,
            arguments.verb() + ": " + text,
            Map.of("verb", arguments.verb(), "arguments", arguments.values()));
    return new ModelRuns(runs.stream().map(DownstreamVerbs::view).toList(), 0, "");
  }

  private void require(String model) {
    downstream().project().model(model);
  }

  private String jq(String file, String filter) {
    return "jq -c '%s' %s"
        .formatted(filter, platform.get().models().folder().toAbsolutePath().resolve(file));
  }

  private Downstream downstream() {
    return platform.get().models().downstream();
  }
}
