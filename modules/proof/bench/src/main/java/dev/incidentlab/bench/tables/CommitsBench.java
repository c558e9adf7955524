package dev.incidentlab.bench.tables;

import dev.incidentlab.bench.replay.BenchStack;
import dev.incidentlab.bench.replay.TableCopy;
import dev.incidentlab.bench.report.Machine;
import dev.incidentlab.bench.report.Report;
import dev.incidentlab.bench.report.Sample;
import dev.incidentlab.bench.report.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code bench commits}: how long an append takes while the table's log grows. What is timed is the
 * call alone: the file that it commits, of ten rows, was staged before. Nothing is optimized, so
 * that the table has as many files as commits.
 */
@Command(
    name = "commits",
    description = "Measures appends while a table comes to thousands of commits and files.",
    mixinStandardHelpOptions = true)
public final class CommitsBench implements Callable<Integer> {
  private static final int ROWS = 10;
  private static final int WINDOW = 500;

  @Option(
      names = "--commits",
      defaultValue = "5000",
      description = "how many, 1000 at least (default: ${DEFAULT-VALUE})")
  private int commits;

  @Override
  public Integer call() throws Exception {
    if (commits < 2 * WINDOW) {
      System.err.printf(
          "bench: --commits %d; figures are of %d commits each, so give %d at least%n",
          commits, WINDOW, 2 * WINDOW);
      return 2;
    }
    Path folder = Files.createTempDirectory("lab-bench-commits");
    try {
      List<Double> millis = new ArrayList<>();
      var unused =
          new LargeTable(
                  folder.resolve(BenchStack.PIPELINE.table()),
                  // The generator's number is about right, and the windows are whole.
                  (long) (commits + WINDOW) * ROWS,
                  1,
                  ROWS,
                  nanos -> millis.add(nanos / 1e6))
              .make();
      new Report(
              Machine.describe(),
              "appends of a staged file of %d rows, one after the other".formatted(ROWS),
              samples(millis.subList(0, commits)),
              List.of())
          .publish("commits");
      return 0;
    } finally {
      TableCopy.delete(folder);
    }
  }

  private static List<Sample> samples(List<Double> millis) {
    List<Sample> samples = new ArrayList<>();
    for (int from = 0; from + WINDOW <= millis.size(); from += WINDOW) {
      samples.add(
          Sample.of(
              "commits %,d to %,d".formatted(from + 1, from + WINDOW),
              "ms",
              millis.subList(from, from + WINDOW)));
    }
    double first = samples.get(0).median();
    double last = samples.get(samples.size() - 1).median();
    // Longer at first, when code is not compiled yet, is no growth.
    samples.add(
        new Sample(
            "median of the last %d by that of the first".formatted(WINDOW),
            "",
            Target.atMost(1.2),
            List.of(last / first)));
    return samples;
  }
}
