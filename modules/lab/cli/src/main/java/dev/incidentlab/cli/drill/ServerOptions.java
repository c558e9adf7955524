package dev.incidentlab.cli.drill;

import java.util.List;
import java.util.Map;

/**
 * How a lab is to be run.
 *
 * @param scenario the scenario's id
 * @param pace story seconds per second
 * @param rate ad events per story second; null leaves it to the scenario
 * @param who the name that the journal shows
 * @param autopilot whether the lab may show how the incident is dealt with
 * @param fresh whether it comes to its page by itself, though an earlier run has kept that
 * @param ports fixed ports, each as {@code COMPONENT=PORT}
 * @param lineageUrl an OpenLineage backend; null for none
 * @param platform addresses of a platform that somebody else runs, by the server's option; empty
 *     for one of the lab's own
 * @param listen {@code ADDRESS:PORT} of the lab's API; null for a free port of loopback
 */
public record ServerOptions(
    String scenario,
    long seed,
    String pace,
    String rate,
    String who,
    boolean autopilot,
    boolean fresh,
    List<String> ports,
    String lineageUrl,
    Map<String, String> platform,
    String listen)
    implements ServerCommand {
  @Override
  public List<String> command(Project project, RunFolder folder, int feature) {
    List<String> command = ServerCommand.common(project, folder, scenario, feature);
    command.addAll(List.of("--seed", Long.toString(seed)));
    command.addAll(List.of("--pace", pace));
    if (rate != null) {
      command.addAll(List.of("--rate", rate));
    }
    command.addAll(List.of("--as", who));
    if (autopilot) {
      command.addAll(List.of("--autopilot", "true"));
    }
    if (fresh) {
      command.addAll(List.of("--fresh", "true"));
    }
    ports.forEach(port -> command.addAll(List.of("--port", port)));
    if (lineageUrl != null) {
      command.addAll(List.of("--lineage-url", lineageUrl));
    }
    platform.forEach((option, value) -> command.addAll(List.of(option, value)));
    if (listen != null) {
      command.addAll(List.of("--listen", listen));
    }
    return command;
  }
}
