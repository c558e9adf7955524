package dev.incidentlab.bench.grading;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.incidentlab.bench.replay.BenchStack;
import dev.incidentlab.bench.replay.Published;
import dev.incidentlab.bench.report.Machine;
import dev.incidentlab.bench.report.RecordCount;
import dev.incidentlab.bench.report.Report;
import dev.incidentlab.bench.report.Sample;
import dev.incidentlab.bench.report.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench grading}: a verdict on a large table, in a JVM like the lab's server. */
@Command(
    name = "grading",
    description = "Measures a verdict on a large table, by the oracles that read all of it.",
    mixinStandardHelpOptions = true)
public final class GradingBench implements Callable<Integer> {
  /** The flags of the lab's server, but for its heap. */
  private static final List<String> JVM =
      List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:MetaspaceSize=128m");

  private static final Target SECONDS = Target.atMost(30);
  private static final Target MEGABYTES = Target.atMost(1024);

  @Option(
      names = "--records",
      defaultValue = "10M",
      description = "how many (default: ${DEFAULT-VALUE})")
  private RecordCount records;

  @Option(
      names = "--runs",
      defaultValue = "3",
      description = "how often it is measured (default: ${DEFAULT-VALUE})")
  private int runs;

  @Option(
      names = "--heap",
      defaultValue = "1g",
      description = "the grading JVM's -Xmx, by default the server's (default: ${DEFAULT-VALUE})")
  private String heap;

  @Override
  public Integer call() throws Exception {
    Path run = Files.createTempDirectory("lab-bench-grading");
    try (BenchStack stack =
        BenchStack.start(Path.of(System.getProperty("lab.home")), run, records.records())) {
      Published published = stack.publish();
      Path table = stack.makeWholeTable(published);
      List<Double> seconds = new ArrayList<>();
      List<Double> megabytes = new ArrayList<>();
      for (int i = 0; i < runs; i++) {
        JsonNode figures = gradeOnce(stack, table, published.records());
        seconds.add(figures.path("seconds").asDouble());
        megabytes.add(figures.path("megabytes").asDouble());
      }
      new Report(
              Machine.describe(),
              "grading %,d records, %d runs, each in a new JVM with -Xmx%s"
                  .formatted(published.records(), runs, heap),
              List.of(
                  new Sample("verdict of " + GradeOnce.ORACLES, "s", SECONDS, seconds),
                  new Sample("highest resident", "MiB", MEGABYTES, megabytes)),
              List.of())
          .publish("grading-" + records.text());
      return 0;
    }
  }

  private JsonNode gradeOnce(BenchStack stack, Path table, long expected)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM);
    command.add("-Xmx" + heap);
    command.add("-Dlogback.configurationFile=logback-bench.xml");
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(GradeOnce.class.getName());
    command.addAll(stack.gradingArguments(table, expected));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    byte[] output = process.getInputStream().readAllBytes();
    int status = process.waitFor();
    if (status != 0) {
      throw new IOException("grading ended with status %d; see above".formatted(status));
    }
    return new ObjectMapper().readTree(output);
  }
}
