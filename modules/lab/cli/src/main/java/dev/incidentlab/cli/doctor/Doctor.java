package dev.incidentlab.cli.doctor;

import com.sun.management.OperatingSystemMXBean;
import dev.incidentlab.api.LabClient;
import dev.incidentlab.api.LabException;
import dev.incidentlab.api.Runs;
import dev.incidentlab.api.ServerAddress;
import dev.incidentlab.api.StatusAnswers.ComponentView;
import dev.incidentlab.api.StatusAnswers.Status;
import dev.incidentlab.api.Verb;
import dev.incidentlab.cli.doctor.Check.Level;
import dev.incidentlab.cli.drill.Project;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** All checks. */
public final class Doctor {
  private static final int LEAST_JAVA = 17;
  private static final long MEGABYTE = 1024L * 1024;
  private static final long COMFORTABLE_DISK = 2048;
  private static final long LEAST_DISK = 500;
  private static final long COMFORTABLE_MEMORY = 4096;
  private static final long LEAST_MEMORY = 2048;
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final List<String> OWN = List.of("server", "producer");
  private static final List<String> PLATFORM = List.of("kafka", "flink", "registry");

  private final Project project;
  private final Path runs;
  private final String who;
  private final boolean ownPlatform;

  /**
   * @param ownPlatform whether labs here bring a platform of their own
   */
  public Doctor(Project project, Path runs, String who, boolean ownPlatform) {
    this.ownPlatform = ownPlatform;
    this.project = project;
    this.runs = runs;
    this.who = who;
  }

  /** What all checks found. */
  public List<Check> examine() {
    List<Check> checks = new ArrayList<>();
    checks.add(java(Runtime.version().feature()));
    checks.add(memory());
    checks.add(disk());
    checks.add(ports());
    processes().forEach(process -> checks.add(libraries(process)));
    checks.add(job());
    checks.addAll(labs());
    return checks;
  }

  /**
   * Where a platform is named, as in a container, the libraries of an own one need not be there.
   */
  private static List<String> processes() {
    boolean theirs = !System.getenv().getOrDefault("LAB_KAFKA", "").isBlank();
    return theirs ? OWN : Stream.concat(OWN.stream(), PLATFORM.stream()).toList();
  }

  static Check java(int feature) {
    String observed = "%d, %s".formatted(feature, System.getProperty("java.home"));
    return feature >= LEAST_JAVA
        ? Check.ok("java", observed)
        : new Check(Level.BAD, "java", observed, "install a JDK 17 or newer and set JAVA_HOME");
  }

  private static Check memory() {
    // Counts what a container may use, where there is one.
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return Check.amount(
        "memory",
        system.getTotalMemorySize() / MEGABYTE,
        COMFORTABLE_MEMORY,
        LEAST_MEMORY,
        "MB",
        "give the machine or container more memory");
  }

  private Check disk() {
    Path existing = runs.toAbsolutePath();
    while (!Files.exists(existing)) {
      existing = existing.getParent();
    }
    try {
      long free = Files.getFileStore(existing).getUsableSpace() / MEGABYTE;
      return Check.amount(
          "disk for runs",
          free,
          COMFORTABLE_DISK,
          LEAST_DISK,
          "MB free at " + existing,
          "delete old runs, or use --run-root");
    } catch (IOException e) {
      return new Check(
          Level.BAD,
          "disk for runs",
          "cannot look at %s: %s".formatted(existing, e.getMessage()),
          "use --run-root with a folder that can be written");
    }
  }

  private static Check ports() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return Check.ok(
          "ports", "free ones can be had on " + socket.getInetAddress().getHostAddress());
    } catch (IOException e) {
      return new Check(
          Level.BAD,
          "ports",
          "none can be opened on loopback: " + e.getMessage(),
          "let programs listen on 127.0.0.1");
    }
  }

  private Check libraries(String process) {
    Path folder = project.home().resolve("lib").resolve(process);
    String subject = "libraries of " + process;
    try (Stream<Path> files = Files.isDirectory(folder) ? Files.list(folder) : Stream.empty()) {
      long jars = files.filter(file -> file.toString().endsWith(".jar")).count();
      return jars > 0
          ? Check.ok(subject, jars + " jars")
          : new Check(Level.BAD, subject, "none in " + folder, rebuild());
    } catch (IOException e) {
      return new Check(Level.BAD, subject, "cannot list %s: %s".formatted(folder, e), rebuild());
    }
  }

  private Check job() {
    Path jar = project.home().resolve("jobs/ingest.jar");
    return Files.isRegularFile(jar)
        ? Check.ok("ingest job", jar.toString())
        : new Check(Level.BAD, "ingest job", "there is no " + jar, rebuild());
  }

  private static String rebuild() {
    return "`touch pom.xml`, and the next verb builds it";
  }

  private List<Check> labs() {
    List<ServerAddress> running = new Runs(runs).running();
    if (running.isEmpty()) {
      return List.of(Check.ok("labs", "none is running below " + runs));
    }
    return running.stream().map(this::lab).toList();
  }

  private Check lab(ServerAddress address) {
    String subject = "lab " + address.run();
    try {
      Status status =
          new LabClient(address.url(), who, PATIENCE).use(Verb.STATUS, Map.of(), Status.class);
      List<String> down =
          status.components().stream().filter(c -> !c.alive()).map(ComponentView::name).toList();
      return down.isEmpty()
          ? Check.ok(subject, "%d components up".formatted(status.components().size()))
          : new Check(
              Level.WARN,
              subject,
              "down: " + String.join(", ", down),
              "`./lab logs COMPONENT` says why; `./lab stop --run %s` ends the lab"
                  .formatted(address.run()));
    } catch (LabException e) {
      return new Check(
          Level.WARN,
          subject,
          e.getMessage(),
          "`kill %d` ends its server".formatted(address.pid()));
    }
  }
}
