package dev.incidentlab.cli.dev;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.incidentlab.cli.drill.Project;
import dev.incidentlab.cli.drill.ServerCommand;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A scenario as the lab reads it. That is done by a process of the server's program, which knows
 * what scenarios may name.
 *
 * @param problems that keep it from being run, each with file, line and remedy
 * @param steps of all fixes and guards, as typed
 * @param prose what people read, by file
 * @param runbook file in {@code runbooks}
 */
public record CheckedScenario(
    String id,
    List<String> problems,
    List<CheckedFix> fixes,
    List<String> steps,
    Map<String, String> prose,
    String runbook) {

  /**
   * A way to deal with the incident.
   *
   * @param caughtBy the oracle that must fail it; empty for a right one
   */
  public record CheckedFix(String id, String caughtBy) {
    public boolean right() {
      return caughtBy.isEmpty();
    }
  }

  /** Reads scenarios by their names, in that order. */
  public static List<CheckedScenario> read(Project project, List<String> ids)
      throws IOException, InterruptedException {
    String[] folders =
        ids.stream().map(id -> project.scenarios().resolve(id).toString()).toArray(String[]::new);
    Process reader =
        new ProcessBuilder(
                ServerCommand.program(project, "dev.incidentlab.server.CheckMain", folders))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    ObjectMapper json = new ObjectMapper();
    List<CheckedScenario> read = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(reader.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        read.add(json.readValue(line, CheckedScenario.class));
      }
    }
    if (reader.waitFor() != 0 || read.size() != ids.size()) {
      throw new IOException(
          "of %d scenarios %d were read; what went wrong stands above"
              .formatted(ids.size(), read.size()));
    }
    return read;
  }
}
