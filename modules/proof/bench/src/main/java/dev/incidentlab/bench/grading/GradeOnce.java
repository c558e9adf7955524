package dev.incidentlab.bench.grading;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.incidentlab.bench.replay.Truth;
import dev.incidentlab.drill.Finding;
import dev.incidentlab.drill.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * One verdict, in a process of its own. Arguments: bootstrap servers, ledger folder, table folder,
 * story time, expected records. Prints seconds of wall time, without the JVM's start, and the
 * process's highest resident memory in MiB, as JSON.
 */
final class GradeOnce {
  /** Those that read everything. */
  static final List<String> ORACLES = List.of("ledger", "dead-letters", "history");

  private static final double KIB_PER_MIB = 1024;

  private GradeOnce() {}

  public static void main(String[] args) throws Exception {
    Properties kafka = new Properties();
    kafka.put("bootstrap.servers", args[0]);
    Truth truth = Truth.of(kafka, Path.of(args[1]), Path.of(args[2]), Instant.parse(args[3]));
    long began = System.nanoTime();
    List<Finding> findings = truth.judge(ORACLES);
    double seconds = (System.nanoTime() - began) / 1e9;
    require(findings, Long.parseLong(args[4]));
    System.out.println(
        new ObjectMapper()
            .writeValueAsString(Map.of("seconds", seconds, "megabytes", highestResident())));
  }

  private static void require(List<Finding> findings, long records) {
    for (Finding finding : findings) {
      if (finding.outcome() != Outcome.PASS) {
        throw new IllegalStateException("a verdict on a whole table is not PASS: " + finding);
      }
    }
    if (findings.get(0).checked() != records) {
      throw new IllegalStateException(
          "%,d of %,d records were compared".formatted(findings.get(0).checked(), records));
    }
  }

  private static double highestResident() throws java.io.IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("VmHWM:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
            .findFirst()
            .orElseThrow()
        / KIB_PER_MIB;
  }
}
