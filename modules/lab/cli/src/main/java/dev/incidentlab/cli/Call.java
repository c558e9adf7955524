package dev.incidentlab.cli;

import dev.incidentlab.api.LabClient;
import dev.incidentlab.api.Runs;
import dev.incidentlab.api.ServerAddress;
import dev.incidentlab.cli.drill.Project;
import dev.incidentlab.cli.view.Terminal;
import java.time.Duration;
import java.util.Map;

/**
 * A verb that is being carried out.
 *
 * @param shell runs further verbs
 * @param environment variables that stand for options which are not typed
 */
record Call(
    Shell shell,
    Project project,
    Terminal terminal,
    Caller caller,
    Arguments arguments,
    Map<String, String> environment) {

  /** The lab that is meant. */
  ServerAddress lab() {
    return new Runs(caller.runs()).select(caller.run());
  }

  LabClient client(Duration patience) {
    return new LabClient(lab().url(), caller.who(), patience);
  }
}
