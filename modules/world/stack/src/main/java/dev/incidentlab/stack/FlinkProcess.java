package dev.incidentlab.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/** A session cluster: one job manager with the web UI, one task manager, each its own JVM. */
record FlinkProcess(
    Path home, RunLayout run, PortPlan ports, Map<String, String> taskManagerEnvironment) {

  private static final int SLOTS = 8;
  private static final List<String> EXPORTS =
      List.of("java.rmi/sun.rmi.registry", "java.security.jgss/sun.security.krb5");

  /** What Flink's own {@code env.java.opts.all} opens. */
  private static final List<String> OPENS =
      List.of(
          "java.lang",
          "java.net",
          "java.io",
          "java.nio",
          "sun.nio.ch",
          "java.lang.reflect",
          "java.text",
          "java.time",
          "java.util",
          "java.util.concurrent",
          "java.util.concurrent.atomic",
          "java.util.concurrent.locks");

  /** Where jobs leave their checkpoints, in a folder each. */
  static Path checkpoints(RunLayout run) {
    return run.data(Component.FLINK_JOBMANAGER).resolve("checkpoints");
  }

  ChildSpec jobManager() throws IOException {
    Endpoints endpoints = ports.endpoints();
    return spec(
        Component.FLINK_JOBMANAGER,
        "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint",
        // A job manager plans and waits: code that is compiled quickly serves it best.
        List.of(
            "-Xms64m",
            "-Xmx256m",
            "-XX:MetaspaceSize=128m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1"),
        List.of(),
        Map.of(),
        HealthCheck.http(endpoints.flinkUrl().resolve("/overview")),
        endpoints.flinkUrl().toString());
  }

  /**
   * @param launch counts the launches: each is a task manager of a new name, so that the dead one's
   *     entry, which the job manager keeps for a while, does not pass for it; and at a new port,
   *     since the job manager's connection to the dead one's address keeps a successor there from
   *     registering
   */
  ChildSpec taskManager(int launch) throws IOException, StackStartException {
    String name = "taskmanager-" + launch;
    int port =
        launch == 1
            ? ports.of(Component.FLINK_TASKMANAGER)
            : new Ports(new SplittableRandom(), ports.all()).next();
    return spec(
        Component.FLINK_TASKMANAGER,
        "org.apache.flink.runtime.taskexecutor.TaskManagerRunner",
        List.of(
            "-Xms384m",
            "-Xmn160m",
            // The second compiler only for what runs a hundred thousand times: a replay needs it,
            // and at a start there is no processor to spare for it (decision 017).
            "-XX:Tier4InvocationThreshold=100000",
            "-XX:Tier4MinInvocationThreshold=20000",
            "-XX:Tier4CompileThreshold=300000",
            "-XX:Tier4BackEdgeThreshold=1000000",
            "-Xmx512m",
            "-XX:MetaspaceSize=128m",
            "-XX:MaxDirectMemorySize=160m",
            "-XX:+UseSerialGC"),
        List.of("-D", "taskmanager.resource-id=" + name, "-D", "taskmanager.rpc.port=" + port),
        taskManagerEnvironment,
        HealthCheck.http(
            ports.endpoints().flinkUrl().resolve("/taskmanagers"),
            body -> body.contains("\"id\":\"" + name + "\"")),
        "127.0.0.1:" + port);
  }

  Map<String, String> settings(Component component) {
    Path scratch = run.scratch(component);
    Path data = run.data(Component.FLINK_JOBMANAGER);
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("jobmanager.rpc.address", "127.0.0.1");
    settings.put("jobmanager.rpc.port", Integer.toString(ports.flinkRpc()));
    settings.put("jobmanager.bind-host", "127.0.0.1");
    settings.put("rest.address", "127.0.0.1");
    settings.put("rest.bind-address", "127.0.0.1");
    settings.put("rest.bind-port", Integer.toString(ports.of(Component.FLINK_JOBMANAGER)));
    settings.put("rest.port", Integer.toString(ports.of(Component.FLINK_JOBMANAGER)));
    settings.put("web.submit.enable", "true");
    settings.put("web.upload.dir", run.data(Component.FLINK_JOBMANAGER) + "/jars");
    settings.put("web.tmpdir", scratch.toString());
    settings.put("io.tmp.dirs", scratch.toString());
    settings.put("taskmanager.host", "127.0.0.1");
    settings.put("taskmanager.bind-host", "127.0.0.1");
    settings.put("taskmanager.numberOfTaskSlots", Integer.toString(SLOTS));
    settings.put("classloader.resolve-order", "parent-first");
    memory(settings);
    // The task manager may well come up first; by default it would try again only after 10 s.
    settings.put("cluster.registration.error-delay", "200 ms");
    // A dead process is noticed after two failed calls; a slow one has half a minute.
    settings.put("heartbeat.interval", "2 s");
    settings.put("heartbeat.timeout", "30 s");
    // Who asks how far a bounded job is gets an answer of the last second, not of the last ten.
    settings.put("metrics.fetcher.update-interval", "1 s");
    // A failing job takes no savepoint: what it leaves behind must be there to restart from.
    settings.put("execution.checkpointing.dir", "file://" + checkpoints(run));
    settings.put("execution.checkpointing.savepoint-dir", "file://" + data.resolve("savepoints"));
    settings.put(
        "execution.checkpointing.externalized-checkpoint-retention", "RETAIN_ON_CANCELLATION");
    settings.put("execution.checkpointing.num-retained", "3");
    return settings;
  }

  /** All that Flink's shell scripts would compute: a task manager started without them needs it. */
  private static void memory(Map<String, String> settings) {
    settings.put("taskmanager.cpu.cores", "2");
    settings.put("taskmanager.memory.framework.heap.size", "64 mb");
    settings.put("taskmanager.memory.task.heap.size", "448 mb");
    settings.put("taskmanager.memory.framework.off-heap.size", "64 mb");
    settings.put("taskmanager.memory.task.off-heap.size", "32 mb");
    settings.put("taskmanager.memory.network.min", "64 mb");
    settings.put("taskmanager.memory.network.max", "64 mb");
    settings.put("taskmanager.memory.managed.size", "32 mb");
    settings.put("taskmanager.memory.jvm-metaspace.size", "192 mb");
    settings.put("taskmanager.memory.jvm-overhead.min", "64 mb");
    settings.put("taskmanager.memory.jvm-overhead.max", "64 mb");
  }

  /** Flat YAML, every value a double-quoted scalar. */
  static String render(Map<String, String> settings) {
    return settings.entrySet().stream()
        .map(
            entry ->
                "%s: \"%s\""
                    .formatted(
                        entry.getKey(),
                        entry.getValue().replace("\\", "\\\\").replace("\"", "\\\"")))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private ChildSpec spec(
      Component component,
      String mainClass,
      List<String> memory,
      List<String> arguments,
      Map<String, String> environment,
      HealthCheck health,
      String address)
      throws IOException {
    Path conf = run.conf(component);
    Files.writeString(conf.resolve("config.yaml"), render(settings(component)));
    List<String> jvm = new ArrayList<>(memory);
    EXPORTS.forEach(export -> jvm.add("--add-exports=" + export + "=ALL-UNNAMED"));
    OPENS.forEach(open -> jvm.add("--add-opens=java.base/" + open + "=ALL-UNNAMED"));
    jvm.add(Logging.render(conf));
    jvm.add("-Dlog.file=" + visibleLog(component));
    List<String> all = new ArrayList<>(List.of("--configDir", conf.toString()));
    all.addAll(arguments);
    return new ChildSpec(mainClass, classPath(), jvm, all, environment, health, address);
  }

  /**
   * The cluster's libraries, and the jars of its jobs. A job is still submitted over REST, but its
   * classes come from here: loaded and compiled once for all jobs and restarts, where Flink would
   * load them anew each time.
   */
  private ClassPath classPath() throws IOException {
    ClassPath libraries = ClassPath.of(home.resolve("lib/flink"));
    Path jobs = home.resolve("jobs");
    return Files.isDirectory(jobs) ? libraries.plus(ClassPath.of(jobs)) : libraries;
  }

  /**
   * Flink's UI shows every file beside the log. A link in a folder of its own shows this one, and
   * not what the other components, the producer among them, write.
   */
  private Path visibleLog(Component component) throws IOException {
    Path link = run.scratch(component).resolve("logs").resolve(component.id() + ".log");
    Files.createDirectories(link.getParent());
    Files.deleteIfExists(link);
    return Files.createSymbolicLink(link, run.log(component));
  }
}
