package dev.incidentlab.bench;

import dev.incidentlab.api.Runs;
import dev.incidentlab.api.ServerAddress;
import dev.incidentlab.bench.report.Machine;
import dev.incidentlab.bench.report.Report;
import dev.incidentlab.bench.report.Sample;
import dev.incidentlab.bench.report.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Measures the lab as a whole: command to page, whole autopilot run, resident memory, looking
 * verbs, and the page at ten times the event rate. Prints a table and writes {@code
 * target/bench.json}.
 */
final class LabBench {
  private static final String SCENARIO = "pinned-schema";
  private static final String TEN_TIMES = "500";
  private static final List<List<String>> LOOKING_VERBS =
      List.of(
          List.of("status"),
          List.of("alerts"),
          List.of("job", "status"),
          List.of("lag"),
          List.of("flag", "list"),
          List.of("schema", "list"));
  private static final int LOOKS = 5;
  private static final long MEMORY_LOOK_MILLIS = 500;

  private final LabCommand lab;
  private final int times;
  private final List<Sample> samples = new ArrayList<>();

  private LabBench(LabCommand lab, int times) {
    this.lab = lab;
    this.times = times;
  }

  /** Measures, prints the table and writes it. */
  static void measure(Path project, int times) throws IOException, InterruptedException {
    Path runs = Files.createTempDirectory("lab-bench");
    LabBench bench = new LabBench(new LabCommand(project, runs), times);
    try {
      bench.measure();
    } finally {
      bench.endLabs();
    }
    Report report = new Report(Machine.describe(), "the lab as a whole", bench.samples, List.of());
    report.table().forEach(System.out::println);
    report.write(project.resolve("target/bench.json"));
  }

  private void measure() throws IOException, InterruptedException {
    List<Double> page = new ArrayList<>();
    List<Double> memory = new ArrayList<>();
    List<Double> looks = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      page.add(lab.time("drill", SCENARIO, "--fresh"));
      memory.add(Memory.megabytes(running().pid()));
      if (i == 0) {
        looks.addAll(looks());
      }
      lab.time("stop");
    }
    samples.add(new Sample("command to page", "s", Target.atMost(25.0), page));
    samples.add(
        new Sample(
            "looking verb (" + LOOKING_VERBS.size() + " verbs)", "s", Target.atMost(0.6), looks));
    keptPages();
    List<Double> whole = new ArrayList<>();
    List<Double> peaks = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      autopilot(whole, peaks);
    }
    samples.add(
        new Sample("autopilot, command to verdict and end", "s", Target.atMost(90.0), whole));
    samples.add(
        new Sample(
            "resident memory of all processes, at the page", "MiB", Target.atMost(2560.0), memory));
    samples.add(
        new Sample(
            "resident memory of all processes, highest", "MiB", Target.atMost(2560.0), peaks));
    List<Double> tenTimes = new ArrayList<>();
    tenTimes.add(lab.time("drill", SCENARIO, "--fresh", "--rate", TEN_TIMES));
    lab.time("stop");
    samples.add(
        new Sample("command to page at ten times the rate", "s", Target.atMost(60.0), tenTimes));
  }

  /** Those before have kept the page. */
  private void keptPages() throws IOException, InterruptedException {
    List<Double> page = new ArrayList<>();
    List<Double> back = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      page.add(lab.time("drill", SCENARIO));
      back.add(lab.time("rewind"));
      lab.time("stop");
    }
    samples.add(new Sample("command to page that was kept", "s", Target.atMost(10.0), page));
    samples.add(new Sample("rewind", "s", Target.atMost(10.0), back));
  }

  private List<Double> looks() throws IOException, InterruptedException {
    List<Double> looks = new ArrayList<>();
    for (int i = 0; i < LOOKS; i++) {
      for (List<String> verb : LOOKING_VERBS) {
        looks.add(lab.time(verb.toArray(String[]::new)));
      }
    }
    return looks;
  }

  private void autopilot(List<Double> whole, List<Double> peaks)
      throws IOException, InterruptedException {
    CompletableFuture<Double> run =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return lab.time("drill", SCENARIO, "--fresh", "--autopilot");
              } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e.getMessage(), e);
              }
            });
    double peak = 0;
    while (!run.isDone()) {
      for (ServerAddress address : new Runs(lab.runs()).running()) {
        peak = Math.max(peak, Memory.megabytes(address.pid()));
      }
      Thread.sleep(MEMORY_LOOK_MILLIS);
    }
    whole.add(run.join());
    peaks.add(peak);
  }

  /** What a failed measurement has left. */
  private void endLabs() throws IOException, InterruptedException {
    for (ServerAddress address : new Runs(lab.runs()).running()) {
      lab.time("stop", "--run", address.run());
    }
  }

  private ServerAddress running() {
    return new Runs(lab.runs()).select(null);
  }
}
