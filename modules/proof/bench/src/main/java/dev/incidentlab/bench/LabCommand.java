package dev.incidentlab.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The lab's launcher as a person runs it.
 *
 * @param project the project's folder
 * @param runs folder of the runs that are measured
 */
record LabCommand(Path project, Path runs) {
  private static final long LIMIT_MINUTES = 15;

  /**
   * Runs it to its end.
   *
   * @return seconds of wall time
   * @throws IOException if it fails, with its output's folder in the message
   */
  double time(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(project.resolve("lab").toString()));
    command.addAll(List.of(words));
    command.addAll(List.of("--run-root", runs.toString()));
    Path output = runs.resolve("output.txt");
    long began = System.nanoTime();
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
      process.destroy();
      throw new IOException("%s took more than %d minutes".formatted(command, LIMIT_MINUTES));
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    if (process.exitValue() != 0) {
      throw new IOException(
          "%s ended with status %d; see %s".formatted(command, process.exitValue(), output));
    }
    return seconds;
  }
}
