package dev.incidentlab.bench;

import dev.incidentlab.api.Runs;
import dev.incidentlab.api.ServerAddress;
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
 *
 * <p>Arguments: how often (3 if omitted). The lab must be built; nothing else should run beside it.
 */
public final class BenchMain {
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

  private BenchMain(LabCommand lab, int times) {
    this.lab = lab;
    this.times = times;
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    Path project = Path.of(System.getProperty("lab.project")).toAbsolutePath();
    int times = args.length == 0 ? 3 : Integer.parseInt(args[0]);
    Path runs = Files.createTempDirectory("lab-bench");
    BenchMain bench = new BenchMain(new LabCommand(project, runs), times);
    try {
      bench.measure();
    } finally {
      bench.endLabs();
    }
    Report report = new Report(machine(), bench.samples);
    report.table().forEach(System.out::println);
    report.write(project.resolve("target/bench.json"));
  }

  private void measure() throws IOException, InterruptedException {
    List<Double> page = new ArrayList<>();
    List<Double> memory = new ArrayList<>();
    List<Double> looks = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      page.add(lab.time("drill", SCENARIO));
      memory.add(Memory.megabytes(running().pid()));
      if (i == 0) {
        looks.addAll(looks());
      }
      lab.time("stop");
    }
    samples.add(new Sample("command to page", "s", 25.0, page));
    samples.add(new Sample("looking verb (" + LOOKING_VERBS.size() + " verbs)", "s", 0.6, looks));
    List<Double> whole = new ArrayList<>();
    List<Double> peaks = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      autopilot(whole, peaks);
    }
    samples.add(new Sample("autopilot, command to verdict and end", "s", 90.0, whole));
    samples.add(new Sample("resident memory of all processes, at the page", "MiB", 2560.0, memory));
    samples.add(new Sample("resident memory of all processes, highest", "MiB", 2560.0, peaks));
    List<Double> tenTimes = new ArrayList<>();
    tenTimes.add(lab.time("drill", SCENARIO, "--rate", TEN_TIMES));
    lab.time("stop");
    samples.add(new Sample("command to page at ten times the rate", "s", 60.0, tenTimes));
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
                return lab.time("drill", SCENARIO, "--autopilot");
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

  private static String machine() throws IOException {
    Path cpu = Path.of("/proc/cpuinfo");
    String model =
        Files.isReadable(cpu)
            ? Files.readAllLines(cpu).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 2))
                .findFirst()
                .orElse("unknown processor")
            : "unknown processor";
    return "%d cores of %s, Java %s, %s"
        .formatted(
            Runtime.getRuntime().availableProcessors(),
            model,
            Runtime.version(),
            System.getProperty("os.name"));
  }
}
