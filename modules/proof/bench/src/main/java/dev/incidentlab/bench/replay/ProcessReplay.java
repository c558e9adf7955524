package dev.incidentlab.bench.replay;

import dev.incidentlab.ingest.ReplayReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * A replay whose processes start with it: the job's main method in a JVM of its own, in which Flink
 * then runs a cluster of its own. Of what it needs, broker and registry run already.
 */
final class ProcessReplay {
  private static final long LIMIT_MINUTES = 15;
  private static final long LOOK_AGAIN_MILLIS = 10;
  private static final double KIB_PER_MIB = 1024;

  /** What Flink's own {@code env.java.opts.all} opens, as far as a job needs it. */
  private static final List<String> OPENS =
      List.of("java.lang", "java.net", "java.nio", "java.util", "java.time", "java.io");

  private final BenchStack stack;
  private final Published published;

  /** Classes as the first run left them, as the lab keeps them of its own processes (JEP 350). */
  private final Path archive;

  /**
   * One replay.
   *
   * @param seconds of wall time, from the start of the process to its end
   * @param peakMegabytes its highest resident memory, in MiB
   */
  record Outcome(double seconds, double peakMegabytes, ReplayReport report) {}

  ProcessReplay(BenchStack stack, Published published) {
    this.stack = stack;
    this.published = published;
    this.archive = stack.run().resolve("process.jsa");
  }

  /** Whether the next run leaves an archive of its classes, which takes it longer. */
  boolean isFirst() {
    return Files.notExists(archive);
  }

  Outcome run(Path table, String replayId) throws IOException, InterruptedException {
    Path output = stack.run().resolve("logs").resolve("process-" + replayId + ".log");
    long began = System.nanoTime();
    Process process =
        new ProcessBuilder(command(table, replayId))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    double peak = awaitEnd(process, replayId);
    double seconds = (System.nanoTime() - began) / 1e9;
    if (process.exitValue() != 0) {
      throw new IOException(
          "replay %s in a process of its own ended with status %d; see %s"
              .formatted(replayId, process.exitValue(), output));
    }
    return new Outcome(seconds, peak, ClusterReplay.report(table, replayId));
  }

  /** Returns the highest resident memory; what it is in its last {@value} ms is not seen. */
  private static double awaitEnd(Process process, String replayId)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(LIMIT_MINUTES);
    double peak = 0;
    while (!process.waitFor(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS)) {
      OptionalLong highest = ProcessWatch.status(process.pid(), "VmHWM");
      peak = Math.max(peak, highest.orElse(0) / KIB_PER_MIB);
      if (System.nanoTime() > deadline) {
        process.destroyForcibly();
        throw new IOException(
            "replay %s in a process of its own took more than %d minutes"
                .formatted(replayId, LIMIT_MINUTES));
      }
    }
    return peak;
  }

  private List<String> command(Path table, String replayId) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // The heap and the collector of the lab's task manager. Of the compilers the first alone: in so
    // short a life the second one only takes the processors away (measured, decision 017).
    command.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.add((isFirst() ? "-XX:ArchiveClassesAtExit=" : "-XX:SharedArchiveFile=") + archive);
    command.add("-Xlog:cds=off");
    OPENS.forEach(open -> command.add("--add-opens=java.base/" + open + "=ALL-UNNAMED"));
    command.add(
        "-Dlogback.configurationFile="
            + stack.run().resolve("stack/conf/flink-taskmanager/logback.xml"));
    command.addAll(
        List.of(
            "-cp",
            stack.home().resolve("lib/flink") + "/*:" + stack.home().resolve("jobs") + "/*",
            ClusterReplay.MAIN_CLASS));
    command.addAll(ClusterReplay.arguments(stack, published, table, replayId));
    return command;
  }
}
