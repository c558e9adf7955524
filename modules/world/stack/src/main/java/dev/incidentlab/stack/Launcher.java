package dev.incidentlab.stack;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Starts Java programs as tethered children: see {@link dev.incidentlab.stack.tether.Tether}.
 *
 * @param home the built lab
 */
record Launcher(Path home) {

  private static final String TETHER = "dev.incidentlab.stack.tether.Tether";

  /** Settings that would reach into a child from the shell that the lab was started in. */
  private static final List<String> FOREIGN =
      List.of("KAFKA_", "FLINK_", "QUARKUS_", "APICURIO_", "JAVA_TOOL_OPTIONS", "CLASSPATH");

  private static final List<String> FOREIGN_JVM = List.of("JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

  /** A launched process and the archive that it reads or will write. */
  record Launched(Process process, ClassArchive archive) {}

  Launched launch(Component component, ChildSpec spec, RunLayout run) throws IOException {
    ClassPath classPath = ClassPath.of(home.resolve("lib/tether")).plus(spec.classPath());
    ClassArchive archive =
        ClassArchive.of(
            home.resolve("cds"), run.scratch(component), component, classPath, spec.jvmOptions());
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(archive.jvmOptions());
    command.addAll(common(component, run));
    command.addAll(spec.jvmOptions());
    command.addAll(List.of("-cp", classPath.argument(), TETHER, spec.mainClass()));
    command.addAll(spec.arguments());
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(run.scratch(component).toFile());
    clean(builder.environment()).putAll(spec.environment());
    File log = run.log(component).toFile();
    builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log));
    return new Launched(start(builder), archive);
  }

  /**
   * One at a time: until it has become its program, a child holds what its parent had open, the
   * pipe of a sibling among it. Of a parent that is killed while it starts several, they would wait
   * for each other for ever, and the sibling would not learn that its parent is gone.
   */
  private static synchronized Process start(ProcessBuilder builder) throws IOException {
    return builder.start();
  }

  private static List<String> common(Component component, RunLayout run) {
    List<String> options = new ArrayList<>();
    // Half-dead is the one state that nobody can diagnose.
    options.add("-XX:+ExitOnOutOfMemoryError");
    options.add("-XX:ErrorFile=" + run.log(component).resolveSibling(component + "-crash.log"));
    options.add("-Djava.io.tmpdir=" + run.scratch(component));
    int java = Runtime.version().feature();
    if (java >= 22) {
      options.add("--enable-native-access=ALL-UNNAMED");
    }
    if (java >= 23) {
      options.add("--sun-misc-unsafe-memory-access=allow");
    }
    return options;
  }

  private static Map<String, String> clean(Map<String, String> environment) {
    environment
        .keySet()
        .removeIf(
            name -> FOREIGN_JVM.contains(name) || FOREIGN.stream().anyMatch(name::startsWith));
    // glibc gives each thread an arena of its own; two are enough and save tens of megabytes.
    environment.putIfAbsent("MALLOC_ARENA_MAX", "2");
    return environment;
  }
}
