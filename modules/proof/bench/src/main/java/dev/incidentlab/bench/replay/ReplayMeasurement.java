package dev.incidentlab.bench.replay;

import dev.incidentlab.bench.replay.ReplayBench.Case;
import dev.incidentlab.bench.replay.ReplayBench.Form;
import dev.incidentlab.bench.replay.TableBefore.Made;
import dev.incidentlab.bench.replay.Truth.WrongResultException;
import dev.incidentlab.bench.report.Sample;
import dev.incidentlab.bench.report.Target;
import dev.incidentlab.delta.DeltaTable;
import dev.incidentlab.ingest.ReplayReport;
import dev.incidentlab.stack.Component;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** All that is measured on one stack with one number of records. */
final class ReplayMeasurement {
  private static final double GIBIBYTE = 1024;

  /** Of the slowest limit's speed, in per cent, by case: a share of a speed must not be less. */
  private static final Map<Case, Double> SHARES =
      Map.of(Case.EMPTY, 50.0, Case.MISSING, 50.0, Case.WRONG, 35.0);

  private final BenchStack stack;
  private final Published published;
  private final ReplayBench.Options options;
  private final Path tables;
  private final List<Sample> samples = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private int tableNumber;
  private double slowestLimit;

  private interface Step {
    void run() throws Exception;
  }

  ReplayMeasurement(BenchStack stack, Published published, ReplayBench.Options options) {
    this.stack = stack;
    this.published = published;
    this.options = options;
    this.tables = stack.run().resolve("tables");
  }

  List<Sample> samples() {
    return samples;
  }

  List<String> failures() {
    return failures;
  }

  void run() throws Exception {
    limits();
    if (options.forms().contains(Form.CLUSTER)) {
      step("first replay", this::firstReplay);
    }
    for (Case one : options.cases()) {
      if (one == Case.APPLIED) {
        step("a replay that was applied", this::applied);
      } else {
        step(one.name(), () -> measure(one));
      }
    }
  }

  /** What fails is told at the end; the other cases are measured all the same. */
  private void step(String what, Step step) throws Exception {
    try {
      step.run();
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      failures.add(what + ": " + e.getMessage());
      stack.reviveTaskManager();
    }
  }

  private void limits() throws Exception {
    List<Double> consume = new ArrayList<>();
    List<Double> decode = new ArrayList<>();
    List<Double> write = new ArrayList<>();
    for (int i = 0; i < options.runs(); i++) {
      Limits limits = new Limits(stack, published, newTable());
      consume.add(limits.consume());
      decode.add(limits.decode());
      write.add(limits.write());
    }
    add(Sample.of("limit: consume", "s", consume));
    add(Sample.of("limit: consume and decode", "s", decode));
    Sample slowest = Sample.of("limit: write the rows to Parquet", "s", write);
    add(slowest);
    slowestLimit = samples.stream().mapToDouble(Sample::median).max().orElseThrow();
    add(Sample.of("limit: records/s of the slowest", "k/s", List.of(rate(slowestLimit))));
  }

  /** A cluster that was just started has yet to load and compile what a replay needs. */
  private void firstReplay() throws Exception {
    Made before = make(TableState.EMPTY);
    ClusterReplay.Outcome first =
        new ClusterReplay(stack, published).run(before.directory(), "first");
    check(before, first.report());
    add(
        Sample.of(
            "first replay of a new cluster, empty table", "s", List.of(first.times().total())));
    TableCopy.delete(before.directory());
  }

  private void measure(Case one) throws Exception {
    TableState state = TableState.valueOf(one.name());
    Made before = make(state);
    if (options.forms().contains(Form.CLUSTER)) {
      onCluster(one, before);
    }
    if (options.forms().contains(Form.PROCESS)) {
      inProcess(before);
    }
    if (options.profile()) {
      profile(before);
    }
    TableCopy.delete(before.directory());
  }

  private void onCluster(Case one, Made before) throws Exception {
    List<ClusterReplay.Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < options.runs(); i++) {
      Path table = TableCopy.of(before.directory(), newTable());
      outcomes.add(new ClusterReplay(stack, published).run(table, "cluster-" + i));
      require(before, table, outcomes.get(i).report());
      TableCopy.delete(table);
    }
    String what = "replay " + before.state().words();
    add(outcomes, what + ": submission to end", "s", null, o -> o.times().total());
    add(outcomes, what + ": - submit", "s", null, o -> o.times().submit());
    add(outcomes, what + ": - read, decode, stage", "s", null, o -> o.times().read());
    add(outcomes, what + ": - merge and commit", "s", null, o -> o.times().commit());
    add(outcomes, what + ": records/s", "k/s", null, o -> rate(o.times().total()));
    add(
        outcomes,
        what + ": of the slowest limit",
        "%",
        Target.atLeast(SHARES.get(one)),
        o -> 100 * slowestLimit / o.times().total());
    add(outcomes, what + ": task manager, CPU time", "s", null, o -> o.seen().cpuSeconds());
    add(outcomes, what + ": task manager, CPU by wall time", "cores", null, o -> o.seen().cores());
    add(outcomes, what + ": strangers' CPU by wall time", "cores", null, o -> o.seen().strangers());
    add(
        outcomes,
        what + ": task manager, highest resident",
        "MiB",
        Target.atMost(GIBIBYTE),
        o -> o.seen().peakMegabytes());
    add(
        outcomes,
        what + ": broker, registry and Flink, highest",
        "MiB",
        null,
        o -> o.seen().sumPeakMegabytes());
  }

  private void inProcess(Made before) throws Exception {
    ProcessReplay replay = new ProcessReplay(stack, published);
    if (replay.isFirst()) {
      Path table = TableCopy.of(before.directory(), newTable());
      var unused = replay.run(table, "archive");
      TableCopy.delete(table);
    }
    List<ProcessReplay.Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < options.runs(); i++) {
      Path table = TableCopy.of(before.directory(), newTable());
      outcomes.add(replay.run(table, "process-" + i));
      require(before, table, outcomes.get(i).report());
      TableCopy.delete(table);
    }
    String what = "process " + before.state().words();
    add(outcomes, what + ": start to end", "s", null, ProcessReplay.Outcome::seconds);
    add(outcomes, what + ": highest resident", "MiB", null, ProcessReplay.Outcome::peakMegabytes);
  }

  /** The same replay again, by its own name and by another one: neither may write a file. */
  private void applied() throws Exception {
    Made before = make(TableState.EMPTY);
    ClusterReplay replay = new ClusterReplay(stack, published);
    check(before, replay.run(before.directory(), "applied").report());
    DeltaTable table = DeltaTable.open(before.directory());
    var files = table.snapshot().files();
    for (boolean sameName : new boolean[] {true, false}) {
      List<ClusterReplay.Outcome> outcomes = new ArrayList<>();
      for (int i = 0; i < options.runs(); i++) {
        outcomes.add(replay.run(before.directory(), sameName ? "applied" : "again-" + i));
        if (!table.snapshot().files().equals(files)) {
          throw new WrongResultException("a replay that was applied before changed the files");
        }
      }
      String what = sameName ? "applied before, same name" : "applied before, new name";
      add(outcomes, what + ": submission to end", "s", null, o -> o.times().total());
      add(
          outcomes,
          what + ": from its plan to its end",
          "s",
          Target.atMost(1.0),
          o -> o.times().total() - o.times().submit());
      add(outcomes, what + ": - merge and commit", "s", null, o -> o.times().commit());
    }
    require(before.directory());
    TableCopy.delete(before.directory());
  }

  private void profile(Made before) throws Exception {
    Path table = TableCopy.of(before.directory(), newTable());
    String name = "profile-" + before.state().name().toLowerCase(Locale.ROOT);
    Path recording = stack.run().resolve(name + ".jfr");
    Profile.start(stack.pid(Component.FLINK_TASKMANAGER));
    new ClusterReplay(stack, published).run(table, name);
    Profile.stop(stack.pid(Component.FLINK_TASKMANAGER), recording).forEach(System.out::println);
    TableCopy.delete(table);
  }

  private Made make(TableState state) throws InterruptedException {
    return TableBefore.make(stack, published, state, newTable());
  }

  private Path newTable() {
    return tables.resolve("t" + tableNumber++).resolve(BenchStack.PIPELINE.table());
  }

  private void check(Made before, ReplayReport report) throws Exception {
    require(before, before.directory(), report);
  }

  private void require(Made before, Path table, ReplayReport report) throws Exception {
    Expected.of(published.records(), before).require(report);
    require(table);
  }

  private void require(Path table) throws Exception {
    Truth.of(stack.kafkaClient(), stack.ledger(), table, stack.end()).require(published.records());
  }

  private double rate(double seconds) {
    return published.records() / seconds / 1000;
  }

  private <T> void add(
      List<T> outcomes, String what, String unit, Target target, ToDoubleFunction<T> figure) {
    add(
        new Sample(
            what, unit, target, outcomes.stream().map(o -> figure.applyAsDouble(o)).toList()));
  }

  private void add(Sample sample) {
    samples.add(sample);
    System.err.printf(Locale.ROOT, "%s: %.2f %s%n", sample.what(), sample.median(), sample.unit());
  }
}
