package dev.incidentlab.server.adapter;

import dev.incidentlab.drill.Journal;
import dev.incidentlab.drill.JournalEntry.Kind;
import dev.incidentlab.drill.Schedule;
import dev.incidentlab.warehouse.DashboardTile;
import dev.incidentlab.warehouse.Relation;
import dev.incidentlab.warehouse.TableVersion;
import dev.incidentlab.warehouse.Warehouse;
import dev.incidentlab.warehouse.gates.GateResult;
import dev.incidentlab.warehouse.lineage.Lineage;
import dev.incidentlab.warehouse.lineage.ModelLineage;
import dev.incidentlab.warehouse.models.Model;
import dev.incidentlab.warehouse.models.Project;
import dev.incidentlab.warehouse.runs.Downstream;
import dev.incidentlab.warehouse.runs.ModelRun;
import dev.incidentlab.warehouse.runs.ModelRun.State;
import dev.incidentlab.warehouse.runs.Publication;
import dev.incidentlab.warehouse.runs.RunListener;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The models of the platform, on its tables; what goes wrong with them is journalled. */
public final class Models implements Schedule {
  /** The model that the executives look at. */
  public static final String DASHBOARD = "exec_dashboard";

  private final Downstream downstream;
  private final Path folder;
  private final Warehouse warehouse;
  private final Journal journal;
  private final Map<String, State> last = new ConcurrentHashMap<>();
  private final ModelLineage lineage;

  /**
   * @param folder of runs, gate results and publications
   */
  public Models(
      Project project,
      Path folder,
      Warehouse warehouse,
      Tables tables,
      Journal journal,
      Lineage lineage) {
    this.folder = folder;
    this.warehouse = warehouse;
    this.journal = journal;
    this.lineage = new ModelLineage(lineage, project, folder);
    this.downstream =
        new Downstream(
            project,
            folder,
            warehouse,
            table -> TableVersion.newest(tables.table(IngestPipeline.of(table))),
            new Listener());
    this.lineage.goOn(downstream.runs());
  }

  private final class Listener implements RunListener {
    @Override
    public void heard(ModelRun run) {
      lineage.heard(run);
      journal(run);
    }

    @Override
    public void begins(ModelRun run) {
      lineage.begins(run);
    }

    @Override
    public void made(ModelRun run, List<GateResult> asked, List<Publication> published) {
      lineage.made(run, asked, published);
    }
  }

  public Downstream downstream() {
    return downstream;
  }

  public Path folder() {
    return folder;
  }

  @Override
  public void runDue(Instant storyNow) {
    downstream.step(storyNow);
  }

  /** The tiles that the executives see, newest first; none means blank. */
  public List<DashboardTile> dashboard(Instant storyNow) {
    return downstream
        .publications()
        .relation(DASHBOARD)
        .map(slices -> warehouse.execDashboard(slices, storyNow))
        .orElse(List.of());
  }

  /** What models have published, each under its name. */
  public List<Relation> published() {
    return downstream.project().models().stream()
        .map(Model::name)
        .flatMap(model -> downstream.publications().relation(model).stream())
        .toList();
  }

  /** Only changes are worth a line: a model that runs well does so every five minutes. */
  private void journal(ModelRun run) {
    if (run.state() == State.QUEUED || run.by() != null) {
      return;
    }
    State before = last.put(run.model(), run.state());
    if (run.state() == before || run.state() == State.SUCCESS && before == null) {
      return;
    }
    journal.write(
        Journal.LAB,
        Kind.OBSERVATION,
        "%s is %s: %s".formatted(run.id(), run.state().name().toLowerCase(Locale.ROOT), run.text()),
        Map.of("model", run.model(), "run", run.id(), "state", run.state().name()));
  }
}
