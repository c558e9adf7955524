package dev.incidentlab.cli.drill;

import java.util.List;

/**
 * How a run goes on: as it was started, which its journal knows.
 *
 * @param scenario the scenario's id
 * @param who the name that the journal shows
 */
public record ResumeOptions(String scenario, String who) implements ServerCommand {
  @Override
  public List<String> command(Project project, RunFolder folder, int feature) {
    List<String> command = ServerCommand.common(project, folder, scenario, feature);
    command.addAll(List.of("--as", who, "--resume", "true"));
    return command;
  }
}
