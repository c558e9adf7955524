package dev.incidentlab.acceptance.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** The project of {@code docker-compose.yml} under a name, with ports and images of its own. */
final class Compose implements AutoCloseable {
  private static final List<String> PORTS =
      List.of("KAFKA_PORT", "REGISTRY_PORT", "FLINK_PORT", "LAB_PORT");
  private static final List<String> CHECKED =
      List.of("kafka", "schema-registry", "jobmanager", "taskmanager-1", "taskmanager-2");
  private static final Duration HEALTHY_WITHIN = Duration.ofMinutes(2);

  private final String name;
  private final Commands commands;
  private final List<String> program;

  Compose(String name) throws IOException {
    this.name = name;
    Map<String, String> environment = new HashMap<>();
    environment.put("COMPOSE_PROJECT_NAME", name);
    environment.put("LAB_IMAGE", "incident-lab-test");
    environment.put("LAB_FLINK_IMAGE", "incident-lab-flink-test");
    for (String port : PORTS) {
      environment.put(port, Integer.toString(freePort()));
    }
    this.commands = Commands.at(Commands.PROJECT).with(environment);
    this.program =
        commands.run("docker", "compose", "version").status() == 0
            ? List.of("docker", "compose")
            : List.of("docker-compose");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  String name() {
    return name;
  }

  int port(String variable) {
    return Integer.parseInt(commands.environment().get(variable));
  }

  String image(String variable) {
    return commands.environment().get(variable);
  }

  /** The lab's launcher on this machine, with {@code --stack compose}. */
  Commands.Output lab(String... words) {
    Commands.Output output =
        commands.run(
            Stream.of(Stream.of("./lab"), Arrays.stream(words), Stream.of("--stack", "compose"))
                .flatMap(part -> part)
                .toArray(String[]::new));
    // Cells of a table are wrapped.
    return new Commands.Output(output.status(), output.text().replaceAll("\\s+", " "));
  }

  String compose(String... words) {
    List<String> command = new ArrayList<>(program);
    command.addAll(List.of(words));
    return commands.ok(command.toArray(String[]::new));
  }

  void up() {
    compose("up", "-d");
    Awaitility.await()
        .atMost(HEALTHY_WITHIN)
        .untilAsserted(
            () -> assertThat(CHECKED).allSatisfy(s -> assertThat(state(s)).endsWith(" healthy")));
  }

  /** State and health of a service's container, in the engine's words: {@code running healthy}. */
  String state(String service) {
    return commands
        .ok(
            "docker",
            "inspect",
            "--format",
            "{{.State.Status}} {{if .State.Health}}{{.State.Health.Status}}{{end}}",
            id(service))
        .strip();
  }

  String id(String service) {
    return commands
        .ok(
            "docker",
            "ps",
            "--all",
            "--quiet",
            "--filter",
            "label=com.docker.compose.project=" + name,
            "--filter",
            "label=com.docker.compose.service=" + service)
        .strip();
  }

  /** Ends its containers, and deletes what they kept. */
  @Override
  public void close() {
    compose("down", "--volumes");
  }
}
