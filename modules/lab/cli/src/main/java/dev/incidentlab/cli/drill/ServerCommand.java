package dev.incidentlab.cli.drill;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How a lab's server is started. */
public interface ServerCommand {
  /**
   * The server's command line.
   *
   * @param feature the feature release of Java that will run it
   */
  List<String> command(Project project, RunFolder folder, int feature);

  /** A program that is in the server's libraries, to be run once. */
  static List<String> program(Project project, String mainClass, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(java());
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Dlogback.configurationFile=logback-quiet.xml",
            "-cp",
            libraries(project) + "/*",
            mainClass));
    command.addAll(List.of(arguments));
    return command;
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static Path libraries(Project project) {
    return project.home().resolve("lib/server");
  }

  /** What every server is told: its libraries and its folders. */
  static List<String> common(Project project, RunFolder folder, String scenario, int feature) {
    List<String> command = new ArrayList<>();
    command.add(java());
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:MetaspaceSize=128m",
            "-Xmx1g",
            "-XX:+ExitOnOutOfMemoryError",
            "-Dlogback.configurationFile=logback-server.xml"));
    Path libraries = libraries(project);
    command.addAll(ServerArchive.of(project.archives(), libraries).jvmOptions());
    if (feature >= Warned.OF_NATIVE_ACCESS) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    if (feature >= Warned.OF_UNSAFE) {
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    command.addAll(List.of("-cp", libraries + "/*", "dev.incidentlab.server.ServerMain"));
    command.addAll(List.of("--home", project.home().toString()));
    command.addAll(List.of("--scenario-dir", project.scenarios().resolve(scenario).toString()));
    command.addAll(List.of("--run-dir", folder.path().toString()));
    return command;
  }

  /** The releases of Java from which on it warns of something. */
  final class Warned {
    private static final int OF_NATIVE_ACCESS = 22;
    private static final int OF_UNSAFE = 23;

    private Warned() {}
  }
}
