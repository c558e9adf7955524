package dev.incidentlab.bench;

import dev.incidentlab.bench.grading.GradingBench;
import dev.incidentlab.bench.parts.PartsBench;
import dev.incidentlab.bench.replay.ReplayBench;
import dev.incidentlab.bench.report.RecordCount;
import dev.incidentlab.bench.tables.CommitsBench;
import dev.incidentlab.bench.tables.ProbesBench;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code ./lab bench}. Without a word it measures the lab as a whole, see {@link LabBench}; the
 * other words measure a replay beside its limits, the parts that it is made of, grading, and
 * probes. Nothing else should run beside it.
 *
 * <p>Exit status: 0 if everything was measured, 1 if something could not be, or came out wrong, 2
 * if the command line is wrong.
 */
@Command(
    name = "bench",
    description = "Measures the lab as a whole; with a word below, something in particular.",
    mixinStandardHelpOptions = true,
    subcommands = {
      ReplayBench.class,
      PartsBench.class,
      GradingBench.class,
      ProbesBench.class,
      CommitsBench.class
    })
public final class BenchMain implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      defaultValue = "3",
      paramLabel = "TIMES",
      description = "how often (default: ${DEFAULT-VALUE})")
  private int times;

  private BenchMain() {}

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The command line with its words, ready to take arguments. */
  public static CommandLine commandLine() {
    return new CommandLine(new BenchMain())
        .registerConverter(RecordCount.class, RecordCount::parse)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(
            (error, command, parsed) -> {
              command.getErr().println("bench: " + error);
              return 1;
            });
  }

  @Override
  public Integer call() throws Exception {
    LabBench.measure(Path.of(System.getProperty("lab.project")).toAbsolutePath(), times);
    return 0;
  }
}
