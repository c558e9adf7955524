package dev.incidentlab.cli.compose;

import dev.incidentlab.api.LabException;
import dev.incidentlab.cli.compose.Docker.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The project that compose makes of this checkout's {@code docker-compose.yml}. */
public final class ComposeProject {
  static final String FILE = "docker-compose.yml";

  /** Where the command line is. */
  static final String LAB = "lab";

  private static final String NAME_VARIABLE = "COMPOSE_PROJECT_NAME";
  private static final String UP = "`docker compose up -d`, or with 1.29 `docker-compose up -d`";

  /** What has to run for a drill. */
  static final List<String> CORE =
      List.of(LAB, "kafka", "schema-registry", "jobmanager", "taskmanager-1", "taskmanager-2");

  private final Path folder;
  private final Map<String, String> environment;
  private final Docker docker;

  /**
   * A container of the project.
   *
   * @param state the engine's word: {@code running}, {@code paused}, {@code exited}, …
   * @param status the engine's words, with the health: {@code Up 2 minutes (healthy)}
   */
  record Container(String id, String service, String state, String status) {
    /** Whether it does its work, as far as the engine knows. */
    boolean works() {
      return state.equals("running")
          && !status.contains("(unhealthy)")
          && !status.contains("(health: starting)");
    }
  }

  /**
   * @param folder the checkout
   * @param environment where variables for compose stand
   */
  public ComposeProject(Path folder, Map<String, String> environment) {
    this.folder = folder;
    this.environment = environment;
    this.docker = new Docker(folder);
  }

  /** Its name, by compose's rules: of the variable or, without one, of the folder. */
  String name() {
    String named = variable(NAME_VARIABLE).orElse(folder.getFileName().toString());
    return named.toLowerCase(Locale.ROOT).replaceAll("[^-_a-z0-9]", "");
  }

  /** Whether somebody gave it a name of its own. */
  boolean named() {
    return variable(NAME_VARIABLE).isPresent();
  }

  /** A variable as compose sees it: the shell's before that of the file {@code .env}. */
  Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name))
        .filter(value -> !value.isBlank())
        .or(() -> ofFile(name));
  }

  private Optional<String> ofFile(String name) {
    try {
      return Files.readAllLines(folder.resolve(".env")).stream()
          .filter(line -> line.startsWith(name + "="))
          .map(line -> line.substring(name.length() + 1).strip())
          .filter(value -> !value.isEmpty())
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  Docker docker() {
    return docker;
  }

  Path folder() {
    return folder;
  }

  /** Its containers, running or not. */
  List<Container> containers() {
    Said said =
        docker.ask(
            Docker.PROGRAM,
            "ps",
            "--all",
            "--no-trunc",
            "--filter",
            "label=com.docker.compose.project=" + name(),
            "--format",
            "{{.ID}}\t{{.Label \"com.docker.compose.service\"}}\t{{.State}}\t{{.Status}}");
    if (!said.well()) {
      throw new LabException(0, noEngine(said));
    }
    List<Container> containers = new ArrayList<>();
    for (String line : said.lines()) {
      String[] parts = line.split("\t", -1);
      containers.add(new Container(parts[0], parts[1], parts[2], parts[3]));
    }
    return containers;
  }

  static String noEngine(Said said) {
    return said.status() == Said.NOT_FOUND
        ? "there is no program 'docker' on PATH; install a container engine, or leave --stack out: the lab needs none"
        : "the container engine does not answer (%s); start it, or see whether DOCKER_HOST is right"
            .formatted(said.reason());
  }

  /**
   * Carries out a command of the lab in its container, at this process's own terminal.
   *
   * @param words without {@code ./lab}
   * @param terminal whether somebody sits at it
   * @return exit status of the command
   * @throws LabException if the project is not up
   */
  public int lab(List<String> words, boolean terminal) throws IOException, InterruptedException {
    List<Container> containers = containers();
    Container lab = require(containers, LAB);
    if (words.contains("drill")) {
      CORE.forEach(service -> require(containers, service));
    }
    List<String> command =
        new ArrayList<>(List.of("exec", "-i", "-e", "LAB_ENGINE_PROJECT=" + name()));
    if (terminal) {
      command.add("-t");
    }
    command.add(lab.id());
    command.add("lab");
    command.addAll(words);
    return docker.hand(command);
  }

  private Container require(List<Container> containers, String service) {
    Container found =
        containers.stream()
            .filter(c -> c.service().equals(service))
            .findFirst()
            .orElseThrow(
                () ->
                    new LabException(
                        0,
                        "compose project '%s' has no container of %s; bring it up with %s; `./lab doctor --stack compose` looks for what is in the way"
                            .formatted(name(), service, UP)));
    if (!found.works()) {
      throw new LabException(
          0,
          "%s of compose project '%s' is %s (%s); see `docker logs %s`, and bring it up with %s"
              .formatted(
                  service, name(), found.state(), found.status(), found.id().substring(0, 12), UP));
    }
    return found;
  }
}
