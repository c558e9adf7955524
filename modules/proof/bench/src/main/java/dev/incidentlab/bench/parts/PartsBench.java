package dev.incidentlab.bench.parts;

import dev.incidentlab.bench.report.Machine;
import dev.incidentlab.bench.report.Report;
import dev.incidentlab.bench.report.Sample;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code bench parts}: runs the JMH benchmarks. */
@Command(
    name = "parts",
    description = "Measures what a replay is made of, with JMH.",
    mixinStandardHelpOptions = true)
public final class PartsBench implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      defaultValue = "dev.incidentlab.*",
      paramLabel = "REGEX",
      description = "which benchmarks, as JMH takes it (default: all)")
  private String which;

  @Override
  public Integer call() throws Exception {
    Collection<RunResult> results =
        new Runner(new OptionsBuilder().include(which).verbosity(VerboseMode.SILENT).build()).run();
    List<Sample> samples = results.stream().map(PartsBench::sample).toList();
    new Report(Machine.describe(), "parts, one thread", samples, List.of()).publish("parts");
    return 0;
  }

  private static Sample sample(RunResult result) {
    List<Double> values = new ArrayList<>();
    for (IterationResult iteration : result.getAggregatedResult().getIterationResults()) {
      values.add(iteration.getPrimaryResult().getScore());
    }
    return Sample.of(
        result.getPrimaryResult().getLabel(), result.getPrimaryResult().getScoreUnit(), values);
  }
}
