package dev.incidentlab.server;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.incidentlab.drill.scenario.InvalidScenarioException;
import dev.incidentlab.drill.scenario.Scenario;
import dev.incidentlab.drill.scenario.Scenario.Fix;
import dev.incidentlab.drill.scenario.Scenario.Hint;
import dev.incidentlab.drill.scenario.Scenario.Step;
import dev.incidentlab.drill.scenario.ScenarioReader;
import dev.incidentlab.server.run.LabVocabulary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads scenarios as a lab does, and tells what is wrong with them. The arguments are the
 * scenarios' folders; for each a line of JSON on standard output, with its problems, or else with
 * what the command line has to look at: fixes, steps and prose.
 */
public final class CheckMain {
  private static final ObjectMapper JSON = new ObjectMapper();

  private CheckMain() {}

  public static void main(String[] args) throws IOException {
    for (String folder : args) {
      System.out.println(JSON.writeValueAsString(told(Path.of(folder))));
    }
  }

  /** What one folder's line says. */
  record Told(
      String id,
      List<String> problems,
      List<ToldFix> fixes,
      List<String> steps,
      Map<String, String> prose,
      String runbook) {}

  /**
   * A fix.
   *
   * @param caughtBy the oracle that must fail it; empty for a right one
   */
  record ToldFix(String id, String caughtBy) {}

  static Told told(Path folder) {
    String id = folder.getFileName().toString();
    try {
      return told(ScenarioReader.read(folder, LabVocabulary.words()));
    } catch (InvalidScenarioException e) {
      List<String> problems =
          e.problems().stream().map(InvalidScenarioException.Problem::toString).toList();
      return new Told(id, problems, List.of(), List.of(), Map.of(), "");
    }
  }

  private static Told told(Scenario scenario) {
    List<Fix> fixes =
        Stream.concat(scenario.solutions().stream(), scenario.adversarialFixes().stream()).toList();
    Stream<Step> steps =
        Stream.concat(
            fixes.stream().flatMap(fix -> fix.steps().stream()),
            scenario.prevention().stream().flatMap(guard -> guard.steps().stream()));
    Map<String, String> prose = new LinkedHashMap<>();
    prose.put(ScenarioReader.STORY, scenario.story());
    prose.put(ScenarioReader.DEBRIEF, scenario.debrief());
    prose.put("hints", scenario.hints().stream().map(Hint::text).collect(Collectors.joining("\n")));
    return new Told(
        scenario.id(),
        List.of(),
        fixes.stream()
            .map(fix -> new ToldFix(fix.id(), fix.caughtBy() == null ? "" : fix.caughtBy()))
            .toList(),
        steps.map(Step::run).toList(),
        prose,
        scenario.runbook());
  }
}
