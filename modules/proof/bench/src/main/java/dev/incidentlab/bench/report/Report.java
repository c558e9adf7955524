package dev.incidentlab.bench.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What was measured, with the machine named.
 *
 * @param machine processor, cores, memory, Java
 * @param about what the figures are of
 * @param failures what could not be measured or came out wrong, and why; empty if nothing
 */
public record Report(String machine, String about, List<Sample> samples, List<String> failures) {

  public Report {
    samples = List.copyOf(samples);
    failures = List.copyOf(failures);
  }

  /** As lines: machine, what it is about, a heading, a line a sample, a line a failure. */
  public List<String> table() {
    List<String> lines = new ArrayList<>();
    lines.add(machine);
    lines.add(about);
    lines.add(
        String.format(
            "%-70s %10s %10s %10s %12s  %s", "", "min", "median", "max", "target", "unit"));
    for (Sample s : samples) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%-70s %10.2f %10.2f %10.2f %12s  %s%s",
              s.what(),
              s.min(),
              s.median(),
              s.max(),
              s.target() == null ? "" : s.target(),
              s.unit(),
              s.met() ? "" : "  MISSED"));
    }
    failures.forEach(failure -> lines.add("FAILED: " + failure));
    return lines;
  }

  /** Prints the table, and writes {@code target/bench/NAME.json} of the project. */
  public void publish(String name) throws IOException {
    table().forEach(System.out::println);
    Path file =
        Path.of(System.getProperty("lab.project")).resolve("target/bench").resolve(name + ".json");
    Files.createDirectories(file.getParent());
    write(file);
  }

  /** Writes it as JSON. */
  public void write(Path file) throws IOException {
    new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), this);
  }
}
