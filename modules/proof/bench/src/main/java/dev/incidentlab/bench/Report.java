package dev.incidentlab.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What was measured, with the machine named.
 *
 * @param machine processor, cores, memory, Java
 */
record Report(String machine, List<Sample> samples) {

  List<String> table() {
    List<String> lines = new ArrayList<>();
    lines.add(machine);
    lines.add(
        String.format("%-44s %9s %9s %9s %9s  %s", "", "min", "median", "max", "target", "unit"));
    for (Sample s : samples) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%-44s %9.2f %9.2f %9.2f %9s  %s%s",
              s.what(),
              s.min(),
              s.median(),
              s.max(),
              s.target() == null ? "" : String.format(Locale.ROOT, "%.2f", s.target()),
              s.unit(),
              s.met() ? "" : "  MISSED"));
    }
    return lines;
  }

  void write(Path file) throws IOException {
    new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), this);
  }
}
