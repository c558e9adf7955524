package dev.incidentlab.warehouse.runs;

import dev.incidentlab.warehouse.TableVersion;
import dev.incidentlab.warehouse.Warehouse;
import dev.incidentlab.warehouse.gates.GateResult;
import dev.incidentlab.warehouse.models.Model;
import dev.incidentlab.warehouse.models.Project;
import dev.incidentlab.warehouse.models.Sensor;
import dev.incidentlab.warehouse.runs.ModelRun.State;
import dev.incidentlab.warehouse.runs.SliceBuilder.Built;
import dev.incidentlab.warehouse.runs.SliceBuilder.Order;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Runs models by their schedule, in the slots of their pools. It is told what time it is. What
 * happened is in a folder, from which another object goes on after a crash. Safe for many threads.
 */
public final class Downstream {
  private final Project project;
  private final Function<String, TableVersion> tables;
  private final Publications publications;
  private final GateLog gates;
  private final SliceBuilder builder;
  private final JsonLines<ModelRun> file;
  private final Path stateFile;
  private final RunListener listener;

  /** By id, in the order in which they were queued. */
  private final Map<String, ModelRun> runs = new LinkedHashMap<>();

  private final Map<String, String> paused = new TreeMap<>();
  private final List<GateOverride> overrides = new ArrayList<>();
  private Instant looked;

  /**
   * @param folder of runs, gate results and publications; made if it is not there
   * @param tables the newest version of a table, by its name
   * @param listener is told of every run
   */
  public Downstream(
      Project project,
      Path folder,
      Warehouse warehouse,
      Function<String, TableVersion> tables,
      RunListener listener) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make " + folder, e);
    }
    this.project = project;
    this.tables = tables;
    this.listener = listener;
    this.publications = new Publications(folder);
    this.gates = new GateLog(folder);
    this.builder = new SliceBuilder(project, warehouse, tables, publications, gates);
    this.file = new JsonLines<>(folder.resolve("runs.jsonl"));
    this.stateFile = folder.resolve("state.json");
    file.read(ModelRun.class).forEach(run -> runs.put(run.id(), run));
    DownstreamState state = DownstreamState.read(stateFile);
    List.copyOf(runs.values()).stream()
        .filter(run -> run.by() != null && !run.state().ended())
        .forEach(this::cutOff);
    looked = state.looked();
    paused.putAll(state.paused());
    overrides.addAll(state.overrides());
  }

  /** Whoever asked for it was not answered, and asks again. */
  private void cutOff(ModelRun run) {
    keep(run.ended(State.FAILED, run.queued(), "was cut off by a crash; run it again"));
  }

  public Project project() {
    return project;
  }

  public Publications publications() {
    return publications;
  }

  /** Does what is due by a time. Times that were skipped are made up for by one run. */
  public synchronized void step(Instant now) {
    Instant due = due(now);
    if (looked == null || due.isAfter(looked)) {
      queueDue(due, now);
      looked = due;
      save();
    }
    List.copyOf(runs.values()).stream()
        .filter(run -> !run.state().ended())
        .forEach(run -> go(run, now));
  }

  private Instant due(Instant now) {
    long every = project.every().toSeconds();
    return Instant.ofEpochSecond(Math.floorDiv(now.getEpochSecond(), every) * every);
  }

  private void queueDue(Instant due, Instant now) {
    for (Model model : project.models()) {
      Optional<ModelRun> active = active(model.name());
      if (active.isPresent() && active.get().state() == State.QUEUED && !hasSlot(model)) {
        keep(active.get().ended(State.MISSED, now, missed(active.get(), model)));
        active = Optional.empty();
      }
      if (!paused.containsKey(model.name()) && active.isEmpty()) {
        keep(ModelRun.queued(nextId(model.name()), model.name(), null, due, now));
      }
    }
  }

  private String missed(ModelRun run, Model model) {
    return "no free slot in pool %s since %s: held by %s"
        .formatted(model.pool(), run.queued(), holders(model.pool()));
  }

  /** Models whose runs hold a slot of a pool. */
  public synchronized List<String> holders(String pool) {
    return runs.values().stream()
        .filter(run -> run.state() == State.WAITING)
        .map(ModelRun::model)
        .filter(name -> project.model(name).pool().equals(pool))
        .toList();
  }

  private boolean hasSlot(Model model) {
    return holders(model.pool()).size() < project.pools().get(model.pool());
  }

  private void go(ModelRun run, Instant now) {
    Model model = project.model(run.model());
    boolean pokes =
        run.started() == null
            || model.sensor().map(sensor -> !now.isBefore(nextPoke(run, sensor))).orElse(true);
    if (!pokes || run.state() == State.QUEUED && !hasSlot(model)) {
      return;
    }
    try {
      Optional<String> missing = model.sensor().flatMap(sensor -> sense(model, sensor, now));
      if (missing.isPresent()) {
        hold(run, model.sensor().orElseThrow(), missing.get(), now);
      } else {
        execute(run, model, scheduled(model, now), false, now);
      }
    } catch (RuntimeException e) {
      // A run fails by itself; the others go on.
      keep(run.ended(State.FAILED, now, String.valueOf(e.getMessage())));
    }
  }

  private static Instant nextPoke(ModelRun run, Sensor sensor) {
    return run.started().plus(sensor.pokeInterval().multipliedBy(run.pokes()));
  }

  /** A look of the sensor; empty if the data is there. */
  private Optional<String> sense(Model model, Sensor sensor, Instant now) {
    return model.sources().stream()
        .filter(
            table ->
                newest(table)
                    .map(newest -> Duration.between(newest, now).compareTo(sensor.maxLag()) > 0)
                    .orElse(true))
        .findFirst()
        .map(
            table ->
                "waits for %s, whose newest event is of %s"
                    .formatted(table, newest(table).map(Instant::toString).orElse("never")));
  }

  private void hold(ModelRun run, Sensor sensor, String why, Instant now) {
    if (run.started() != null && !now.isBefore(run.started().plus(sensor.timeout()))) {
      keep(run.ended(State.FAILED, now, why + "; it gave up"));
    } else {
      keep(run.waiting(now, why));
    }
  }

  private Optional<Instant> newest(String table) {
    return tables.apply(table).snapshot().maxEventTime();
  }

  /** From the hour before the one in which the model was last right, up to the one that runs. */
  private List<Instant> scheduled(Model model, Instant now) {
    Optional<Instant> from =
        runs.values().stream()
            .filter(run -> run.model().equals(model.name()) && run.state() == State.SUCCESS)
            .filter(run -> run.by() == null)
            .map(ModelRun::due)
            .reduce((a, b) -> b)
            .map(due -> due.minus(Project.SLICE))
            .or(() -> oldest(model));
    return from.map(f -> Slices.between(f, now)).orElse(List.of());
  }

  private Optional<Instant> oldest(Model model) {
    return model.sources().stream()
        .flatMap(table -> Slices.oldest(tables.apply(table)).stream())
        .min(Instant::compareTo);
  }

  private ModelRun execute(
      ModelRun run, Model model, List<Instant> slices, boolean always, Instant now) {
    listener.begins(run);
    Built built = builder.build(new Order(run.id(), model, slices, always, overridden(now)), now);
    listener.made(
        run,
        built.gates(),
        built.published().stream()
            .flatMap(slice -> publications.of(model.name(), slice).stream())
            .toList());
    ModelRun ended =
        run.ended(built.state(), now, built.text(), built.versions(), built.published());
    keep(ended);
    return ended;
  }

  private Set<String> overridden(Instant now) {
    return overrides(now).stream().map(GateOverride::gate).collect(Collectors.toSet());
  }

  private void keep(ModelRun run) {
    file.append(run);
    runs.put(run.id(), run);
    listener.heard(run);
  }

  private String nextId(String model) {
    long before = runs.values().stream().filter(run -> run.model().equals(model)).count();
    return model + "-" + (before + 1);
  }

  private void save() {
    new DownstreamState(looked, Map.copyOf(paused), List.copyOf(overrides)).write(stateFile);
  }

  private Optional<ModelRun> active(String model) {
    return runs.values().stream()
        .filter(run -> run.model().equals(model) && !run.state().ended())
        .findFirst();
  }

  /** All runs, oldest first. */
  public synchronized List<ModelRun> runs() {
    return List.copyOf(runs.values());
  }

  /** Who paused which model. */
  public synchronized Map<String, String> paused() {
    return Map.copyOf(paused);
  }

  /**
   * Asks all gates of all tables as they are now, without any effect on what is published or kept.
   */
  public synchronized List<GateResult> askGates(Instant now) {
    List<GateResult> results = new ArrayList<>();
    project.sources().keySet().forEach(table -> results.addAll(builder.ask(table, now)));
    return results;
  }

  /**
   * Asks the gates of one table about hours that are over, without any effect. Cheap while their
   * files stay as they are.
   *
   * @param hours how many of the newest ones
   */
  public synchronized List<GateResult> askGates(String table, int hours, Instant now) {
    Instant end = now.truncatedTo(ChronoUnit.HOURS);
    return builder.ask(
        table,
        Slices.between(end.minus(Project.SLICE.multipliedBy(hours)), end.minusNanos(1)),
        now);
  }

  /** The newest result of each gate and slice. */
  public List<GateResult> gateResults() {
    return gates.newest();
  }

  /** Overrides that are in force. */
  public synchronized List<GateOverride> overrides(Instant now) {
    return overrides.stream().filter(o -> now.isBefore(o.until())).toList();
  }

  /**
   * Ends a model's run, if it has one that has not ended, and starts no more.
   *
   * @return whether it was not paused before
   */
  public synchronized boolean pause(String model, String by, Instant now) {
    project.model(model);
    boolean changed = paused.putIfAbsent(model, by) == null;
    active(model)
        .ifPresent(run -> keep(run.ended(State.CANCELLED, now, "%s paused it".formatted(by))));
    save();
    return changed;
  }

  /**
   * Lets a model run by its schedule again, from the next time on.
   *
   * @return whether it was paused
   */
  public synchronized boolean resume(String model) {
    project.model(model);
    boolean changed = paused.remove(model) != null;
    save();
    return changed;
  }

  /**
   * Runs a model now, without waiting for data; slices whose source is as it was are left alone.
   *
   * @throws IllegalStateException if its pool has no free slot
   */
  public synchronized ModelRun run(String model, String by, Instant now) {
    Model which = project.model(model);
    return byHand(which, scheduled(which, now), false, by, now);
  }

  /**
   * Makes the slices of {@code [from, to)} anew, of one model or of all.
   *
   * @param model null for all, each behind those that it reads
   * @throws IllegalStateException if a pool has no free slot; nothing is made then
   */
  public synchronized List<ModelRun> rebuild(
      String model, Instant from, Instant to, String by, Instant now) {
    List<Model> which = model == null ? project.models() : List.of(project.model(model));
    which.forEach(this::requireSlot);
    List<Instant> slices = Slices.between(from, to.minusNanos(1));
    return which.stream().map(m -> byHand(m, slices, true, by, now)).toList();
  }

  private ModelRun byHand(
      Model model, List<Instant> slices, boolean always, String by, Instant now) {
    requireSlot(model);
    ModelRun run = ModelRun.queued(nextId(model.name()), model.name(), by, now, now);
    keep(run); // So that its id is given only once, whatever comes.
    try {
      return execute(run, model, slices, always, now);
    } catch (RuntimeException e) {
      keep(run.ended(State.FAILED, now, String.valueOf(e.getMessage())));
      throw e;
    }
  }

  private void requireSlot(Model model) {
    if (!hasSlot(model)) {
      throw new IllegalStateException(
          "pool %s has no free slot for %s: held by %s; pause one of them, or wait"
              .formatted(model.pool(), model.name(), holders(model.pool())));
    }
  }

  /**
   * Has a gate hold nothing back for a while.
   *
   * @throws IllegalArgumentException if no gate is called so
   */
  public synchronized void override(GateOverride override) {
    if (!gateNames().contains(override.gate())) {
      throw new IllegalArgumentException(
          "'%s' is no gate; gates: %s".formatted(override.gate(), gateNames()));
    }
    overrides.add(override);
    save();
  }

  /** All gates, in the order of their declaration. */
  public List<String> gateNames() {
    List<String> names = new ArrayList<>();
    project
        .sources()
        .values()
        .forEach(
            source -> {
              names.add(source.freshness().name());
              source.gates().forEach(gate -> names.add(gate.name()));
            });
    return names;
  }
}
