package dev.incidentlab.cli.compose;

import dev.incidentlab.cli.compose.ComposeProject.Container;
import dev.incidentlab.cli.compose.Docker.Said;
import dev.incidentlab.cli.doctor.Check;
import dev.incidentlab.cli.doctor.Check.Level;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What would keep a drill from running on containers. */
public final class ComposeDoctor {
  private static final long MEGABYTE = 1024L * 1024;

  /** The limits of the services that a drill needs, added up as in {@code docker-compose.yml}. */
  private static final long CORE_MEGABYTES = 4064;

  private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)\\.\\d+\\S*");
  private static final List<String> THEIR_IMAGES =
      List.of("KAFKA_IMAGE", "REGISTRY_IMAGE", "FLINK_IMAGE");
  private static final List<String> OWN_IMAGES = List.of("LAB_IMAGE", "LAB_FLINK_IMAGE");

  /** Published ports by variable, with their defaults. */
  private static final Map<String, String> PORTS = new LinkedHashMap<>();

  static {
    PORTS.put("KAFKA_PORT", "9092");
    PORTS.put("REGISTRY_PORT", "8085");
    PORTS.put("FLINK_PORT", "8081");
    PORTS.put("LAB_PORT", "8080");
  }

  private final ComposeProject project;

  public ComposeDoctor(ComposeProject project) {
    this.project = project;
  }

  /** What all checks found; without an engine there is little to look at. */
  public List<Check> examine() {
    List<Check> checks = new ArrayList<>();
    checks.add(file());
    checks.add(compose());
    Said engine =
        project.docker().ask(Docker.PROGRAM, "version", "--format", "{{.Server.Version}}");
    if (!engine.well()) {
      checks.add(bad("engine", "none answers", ComposeProject.noEngine(engine)));
      return checks;
    }
    checks.add(Check.ok("engine", engine.output()));
    checks.add(memory());
    checks.add(name());
    THEIR_IMAGES.forEach(variable -> checks.add(image(variable, false)));
    OWN_IMAGES.forEach(variable -> checks.add(image(variable, true)));
    List<Container> containers = project.containers();
    checks.addAll(containers.isEmpty() ? beforeUp() : services(containers));
    return checks;
  }

  private Check file() {
    return Files.isRegularFile(project.folder().resolve(ComposeProject.FILE))
        ? Check.ok("compose file", ComposeProject.FILE)
        : bad("compose file", "there is none in " + project.folder(), "run ./lab of a checkout");
  }

  private Check compose() {
    for (String program : List.of("docker compose", "docker-compose")) {
      Said said = project.docker().ask(program, "version", "--short");
      Matcher version = VERSION.matcher(said.output());
      if (said.well() && version.find()) {
        int major = Integer.parseInt(version.group(1));
        int minor = Integer.parseInt(version.group(2));
        String observed = "%s, version %s".formatted(program, version.group());
        return major > 1 || minor >= 29
            ? Check.ok("compose", observed)
            : bad("compose", observed, "install 1.29 or, better, 2");
      }
    }
    return bad(
        "compose",
        "neither `docker compose` nor `docker-compose` works",
        "install the engine's compose plugin");
  }

  private Check memory() {
    Said said = project.docker().ask(Docker.PROGRAM, "info", "--format", "{{.MemTotal}}");
    if (!said.well() || !said.output().matches("\\d+")) {
      return new Check(Level.WARN, "memory", "the engine does not say how much it has", "");
    }
    long megabytes = Long.parseLong(said.output()) / MEGABYTE;
    String observed = "the engine has %d MB".formatted(megabytes);
    return megabytes >= CORE_MEGABYTES
        ? Check.ok("memory", observed)
        : bad(
            "memory",
            "%s, and the services may use %d".formatted(observed, CORE_MEGABYTES),
            "give the engine more; the lab without containers needs half of it");
  }

  private Check name() {
    return Check.ok(
        "project",
        "'%s', %s"
            .formatted(
                project.name(),
                project.named() ? "as COMPOSE_PROJECT_NAME says" : "after the folder"));
  }

  /**
   * @param variable which names it
   * @param own whether it is made here, of others
   */
  private Check image(String variable, boolean own) {
    String image = project.variable(variable).orElse("");
    if (image.isEmpty()) {
      return bad("image", "%s is neither in .env nor set".formatted(variable), "restore .env");
    }
    Said said =
        project
            .docker()
            .ask(
                Docker.PROGRAM,
                "image",
                "inspect",
                "--format",
                "{{index .Config.Labels \"dev.incidentlab.stand-in\"}}",
                image);
    if (!said.well()) {
      return new Check(
          Level.WARN,
          "image " + image,
          "it is not here",
          own
              ? "`docker compose build` makes it of what `mvn -DskipTests package` has built"
              : "`docker compose pull` fetches it; where nothing can be pulled, containers/stand-ins/build makes a stand-in");
    }
    boolean standIn = said.output().equals("true");
    return Check.ok(
        "image " + image,
        !standIn ? "here" : own ? "here, on a stand-in" : "a stand-in, made here");
  }

  private List<Check> services(List<Container> containers) {
    return ComposeProject.CORE.stream()
        .map(
            service ->
                containers.stream()
                    .filter(c -> c.service().equals(service))
                    .findFirst()
                    .map(ComposeDoctor::service)
                    .orElseGet(
                        () ->
                            bad(
                                "service " + service,
                                "has no container",
                                "`docker compose up -d` makes it")))
        .toList();
  }

  private static Check service(Container container) {
    String subject = "service " + container.service();
    return container.works()
        ? Check.ok(subject, container.status())
        : bad(
            subject,
            "%s: %s".formatted(container.state(), container.status()),
            "`docker logs %s` says why".formatted(container.id().substring(0, 12)));
  }

  /** What `docker compose up` would stumble over. */
  private List<Check> beforeUp() {
    List<Check> checks = new ArrayList<>();
    PORTS.forEach(
        (variable, port) -> checks.add(port(variable, project.variable(variable).orElse(port))));
    checks.add(volumes());
    checks.add(
        new Check(
            Level.WARN,
            "services",
            "project '%s' is not up".formatted(project.name()),
            "`docker compose up -d` brings it up"));
    return checks;
  }

  private static Check port(String variable, String port) {
    String subject = "port " + port;
    if (!port.matches("\\d{1,5}")) {
      return bad(subject, "%s is no port".formatted(variable), "give it a number up to 65535");
    }
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port)));
      return Check.ok(subject, "free on 127.0.0.1, for " + variable);
    } catch (IOException e) {
      return bad(
          subject,
          "taken on 127.0.0.1",
          "end what listens there, or set %s to another port, in the shell or in .env"
              .formatted(variable));
    }
  }

  private Check volumes() {
    Said said =
        project
            .docker()
            .ask(
                Docker.PROGRAM,
                "volume",
                "ls",
                "--quiet",
                "--filter",
                "label=com.docker.compose.project=" + project.name());
    if (said.lines().isEmpty()) {
      return Check.ok("volumes", "none of an earlier time");
    }
    return new Check(
        Level.WARN,
        "volumes",
        "of an earlier time: " + said.lines().stream().sorted().collect(Collectors.joining(", ")),
        "topics, tables and runs of then are taken up again; `docker compose down -v` deletes them");
  }

  private static Check bad(String subject, String observed, String remedy) {
    return new Check(Level.BAD, subject, observed, remedy);
  }
}
