package dev.incidentlab.cli.drill;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How a lab is to be run.
 *
 * @param scenario the scenario's id
 * @param pace story seconds per second
 * @param rate ad events per story second; null leaves it to the scenario
 * @param who the name that the journal shows
 * @param autopilot whether the lab may show how the incident is dealt with
 * @param ports fixed ports, each as {@code COMPONENT=PORT}
 */
public record ServerOptions(
    String scenario,
    long seed,
    String pace,
    String rate,
    String who,
    boolean autopilot,
    List<String> ports) {
  private static final String SERVER = "dev.incidentlab.server.ServerMain";
  private static final List<String> FLAGS =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:MetaspaceSize=128m",
          "-Xmx1g",
          "-XX:+ExitOnOutOfMemoryError",
          "-Dlogback.configurationFile=logback-server.xml");

  private static final int NATIVE_ACCESS_IS_WARNED_OF = 22;
  private static final int UNSAFE_IS_WARNED_OF = 23;

  /**
   * The server's command line.
   *
   * @param feature the feature release of Java that will run it
   */
  List<String> command(Project project, RunFolder folder, int feature) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    Path libraries = project.home().resolve("lib/server");
    command.addAll(ServerArchive.of(project.archives(), libraries).jvmOptions());
    if (feature >= NATIVE_ACCESS_IS_WARNED_OF) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    if (feature >= UNSAFE_IS_WARNED_OF) {
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    command.addAll(List.of("-cp", libraries + "/*", SERVER));
    command.addAll(List.of("--home", project.home().toString()));
    command.addAll(List.of("--scenario-dir", project.scenarios().resolve(scenario).toString()));
    command.addAll(List.of("--run-dir", folder.path().toString()));
    command.addAll(List.of("--seed", Long.toString(seed)));
    command.addAll(List.of("--pace", pace));
    if (rate != null) {
      command.addAll(List.of("--rate", rate));
    }
    command.addAll(List.of("--as", who));
    if (autopilot) {
      command.addAll(List.of("--autopilot", "true"));
    }
    ports.forEach(port -> command.addAll(List.of("--port", port)));
    return command;
  }
}
