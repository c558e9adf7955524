package dev.incidentlab.bench.replay;

import dev.incidentlab.bench.report.Machine;
import dev.incidentlab.bench.report.RecordCount;
import dev.incidentlab.bench.report.Report;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench replay}; each number of records is measured on a stack of its own. */
@Command(
    name = "replay",
    description = "Measures replays through the Flink job beside what bounds them.",
    mixinStandardHelpOptions = true)
public final class ReplayBench implements Callable<Integer> {
  /** A replay to measure. */
  enum Case {
    EMPTY,
    MISSING,
    WRONG,
    APPLIED
  }

  /** Where the job runs. */
  enum Form {
    CLUSTER,
    PROCESS
  }

  @Option(
      names = "--records",
      split = ",",
      defaultValue = "1M",
      description = "how many records, such as 20k,1M,10M (default: ${DEFAULT-VALUE})")
  private List<RecordCount> records;

  @Option(
      names = "--cases",
      split = ",",
      defaultValue = "empty,missing,wrong,applied",
      description =
          "what the table holds before: empty, missing (10 %% are), wrong (10 %% are missing, 4.5 %% wrong), applied (a replay applied before) (default: ${DEFAULT-VALUE})")
  private List<Case> cases;

  @Option(
      names = "--forms",
      split = ",",
      defaultValue = "cluster,process",
      description =
          "where the job runs: on the lab's Flink cluster, warm; or in a process that is started for it (default: ${DEFAULT-VALUE})")
  private List<Form> forms;

  @Option(
      names = "--runs",
      defaultValue = "3",
      description = "how often each is measured (default: ${DEFAULT-VALUE})")
  private int runs;

  @Option(
      names = "--profile",
      description = "one more run of each case on the cluster, recorded by JFR and summed up")
  private boolean profile;

  /** What to measure. */
  record Options(Set<Case> cases, Set<Form> forms, int runs, boolean profile) {}

  @Override
  public Integer call() throws Exception {
    Options options = options();
    boolean failed = false;
    for (RecordCount count : records) {
      Report report = measure(count, options);
      report.publish("replay-" + count.text());
      failed |= !report.failures().isEmpty();
    }
    return failed ? 1 : 0;
  }

  /**
   * @throws IllegalArgumentException if nothing would be measured
   */
  Options options() {
    if (runs < 1) {
      throw new IllegalArgumentException(
          "--runs is %d; a figure needs at least one run".formatted(runs));
    }
    return new Options(EnumSet.copyOf(cases), EnumSet.copyOf(forms), runs, profile);
  }

  List<RecordCount> records() {
    return records;
  }

  private static Report measure(RecordCount count, Options options) throws Exception {
    Path home = Path.of(System.getProperty("lab.home"));
    Path run = Files.createTempDirectory("lab-bench-replay");
    boolean kept = true;
    try (BenchStack stack = BenchStack.start(home, run, count.records())) {
      Published published = stack.publish();
      ReplayMeasurement measurement = new ReplayMeasurement(stack, published, options);
      measurement.run();
      kept = !measurement.failures().isEmpty() || options.profile();
      return new Report(
          Machine.describe(),
          "replay of %,d records, %d runs each".formatted(published.records(), options.runs()),
          measurement.samples(),
          measurement.failures());
    } finally {
      if (kept) {
        System.out.println("logs and recordings: " + run);
      } else {
        TableCopy.delete(run);
      }
    }
  }
}
