package dev.incidentlab.warehouse.lineage;

import dev.incidentlab.warehouse.gates.GateResult;
import dev.incidentlab.warehouse.lineage.Columns.Column;
import dev.incidentlab.warehouse.lineage.Happening.Counts;
import dev.incidentlab.warehouse.lineage.Happening.Read;
import dev.incidentlab.warehouse.lineage.Happening.Written;
import dev.incidentlab.warehouse.models.Model;
import dev.incidentlab.warehouse.models.Project;
import dev.incidentlab.warehouse.runs.ModelRun;
import dev.incidentlab.warehouse.runs.ModelRun.State;
import dev.incidentlab.warehouse.runs.Publication;
import dev.incidentlab.warehouse.runs.RunListener;
import io.openlineage.client.OpenLineage.RunEvent.EventType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Tells of runs of models. */
public final class ModelLineage implements RunListener {
  private static final String LANGUAGE = "SQL";

  private final Lineage lineage;
  private final Project project;
  private final Path folder;
  private final Map<String, Made> made = new ConcurrentHashMap<>();

  /** What a run has made, until it is heard how it ended. */
  private record Made(List<GateResult> asked, List<Publication> published) {
    static final Made NOTHING = new Made(List.of(), List.of());
  }

  /**
   * @param folder of publications
   */
  public ModelLineage(Lineage lineage, Project project, Path folder) {
    this.lineage = lineage;
    this.project = project;
    this.folder = folder;
  }

  /**
   * Goes on after an earlier process: what it left open and is over gets an end, as far as that is
   * known.
   *
   * @param runs of models as they stand
   */
  public void goOn(List<ModelRun> runs) {
    Set<UUID> alive = new TreeSet<>();
    for (ModelRun run : runs) {
      UUID id = id(run);
      if (!run.state().ended()) {
        alive.add(id);
      } else if (lineage.isOpen(id)) {
        heard(run);
      }
    }
    lineage.abort(
        alive,
        "the process that watched it ended, and it with that; what it had committed is in the history of what it writes");
  }

  @Override
  public void begins(ModelRun run) {
    start(run);
  }

  @Override
  public void made(ModelRun run, List<GateResult> asked, List<Publication> published) {
    made.put(run.id(), new Made(List.copyOf(asked), List.copyOf(published)));
  }

  @Override
  public void heard(ModelRun run) {
    if (run.state() == State.WAITING) {
      start(run);
    } else if (run.state().ended()) {
      end(run);
    }
  }

  private UUID id(ModelRun run) {
    return lineage.runId(run.id());
  }

  private void start(ModelRun run) {
    UUID id = id(run);
    if (lineage.begin(id)) {
      Instant at = lineage.wall();
      Instant story = lineage.story();
      lineage.tell(id, false, () -> started(run, id, at, story));
    }
  }

  private Happening started(ModelRun run, UUID id, Instant at, Instant story) {
    Model model = project.model(run.model());
    ColumnLineage columns = lineage.declared().columns(model);
    List<Read> inputs = new ArrayList<>();
    DeclaredLineage.inputs(model)
        .forEach(d -> inputs.add(new Read(d, lineage.place(d), List.of(), null, List.of())));
    Dataset output = Dataset.model(model.name());
    Instant hour = run.due().truncatedTo(ChronoUnit.HOURS);
    return new Happening(
        EventType.START,
        id,
        at,
        story,
        job(model, model.sql().of(hour, hour.plus(Project.SLICE))),
        inputs,
        List.of(
            new Written(
                output,
                lineage.place(output),
                columns.columns().keySet().stream().map(c -> new Column(c, null)).toList(),
                columns,
                null,
                null)),
        Optional.empty(),
        about(run));
  }

  private void end(ModelRun run) {
    UUID id = id(run);
    Instant at = lineage.wall();
    Instant story = run.ended();
    Made all = Optional.ofNullable(made.remove(run.id())).orElse(Made.NOTHING);
    lineage.tell(id, true, () -> ended(run, id, at, story, all));
  }

  private Happening ended(ModelRun run, UUID id, Instant at, Instant story, Made all) {
    Model model = project.model(run.model());
    List<Read> inputs = new ArrayList<>();
    for (Dataset input : DeclaredLineage.inputs(model)) {
      Long version = run.versions().get(input.name());
      inputs.add(
          new Read(
              input,
              null,
              List.of(),
              version == null ? null : version.toString(),
              all.asked().stream()
                  .filter(result -> result.gate().startsWith(input.name() + "."))
                  .toList()));
    }
    boolean wrote = !run.slices().isEmpty();
    EventType type =
        switch (run.state()) {
          case SUCCESS -> EventType.COMPLETE;
          case GATED, FAILED -> EventType.FAIL;
          default -> EventType.ABORT;
        };
    return new Happening(
        type,
        id,
        at,
        story,
        job(model, null),
        inputs,
        List.of(
            new Written(
                Dataset.model(model.name()),
                null,
                List.of(),
                null,
                wrote ? run.id() : null,
                wrote && !all.published().isEmpty() ? counts(all.published()) : null)),
        type == EventType.COMPLETE ? Optional.empty() : Optional.of(run.text()),
        about(run));
  }

  private Counts counts(List<Publication> published) {
    long rows = 0;
    long bytes = 0;
    for (Publication slice : published) {
      rows += slice.rows();
      try {
        bytes += Files.size(folder.resolve(slice.file()));
      } catch (IOException e) {
        throw new UncheckedIOException("cannot look at " + slice.file(), e);
      }
    }
    return new Counts(rows, bytes, (long) published.size());
  }

  private static Happening.Job job(Model model, String sql) {
    return new Happening.Job(model.name(), "BATCH", "DUCKDB", "MODEL", LANGUAGE, sql);
  }

  private static Map<String, Object> about(ModelRun run) {
    Map<String, Object> about = new LinkedHashMap<>();
    about.put("run", run.id());
    about.put("due", run.due().toString());
    about.put("by", run.by() == null ? "schedule" : run.by());
    if (run.state().ended()) {
      about.put("state", run.state().name());
      about.put("text", run.text());
      about.put("slices", run.slices().stream().map(Instant::toString).toList());
    }
    return about;
  }
}
