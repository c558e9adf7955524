package dev.incidentlab.acceptance.containers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Volume;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.containers.wait.strategy.WaitStrategy;
import org.testcontainers.lifecycle.Startables;
import org.testcontainers.utility.DockerImageName;

/**
 * A platform that knows nothing of this lab, out of the official images and with what each needs to
 * run at all: the job comes over Flink's REST API with everything in it. While the incident is
 * dealt with, the registry and then the broker go away.
 */
@NeedsEngine
class ContainersIT {
  private static final Network NETWORK = Network.newNetwork();
  private static final String SHARED = "/var/lib/incident-lab";
  private static final String VOLUME = "incident-lab-test-shared";
  private static final Duration START = Duration.ofMinutes(2);
  private static final DockerClient ENGINE = DockerClientFactory.instance().client();
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Records that the scenario's story has that nobody can read. */
  private static final int POISONED = 3;

  private static final GenericContainer<?> KAFKA =
      service("KAFKA_IMAGE", "kafka", Wait.forLogMessage(".*Kafka Server started.*", 1))
          .withEnv(
              Map.ofEntries(
                  Map.entry("KAFKA_PROCESS_ROLES", "broker,controller"),
                  Map.entry("KAFKA_NODE_ID", "1"),
                  Map.entry("KAFKA_LISTENERS", "PLAINTEXT://:9092,CONTROLLER://:9093"),
                  Map.entry("KAFKA_ADVERTISED_LISTENERS", "PLAINTEXT://kafka:9092"),
                  Map.entry(
                      "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP",
                      "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT"),
                  Map.entry("KAFKA_CONTROLLER_LISTENER_NAMES", "CONTROLLER"),
                  Map.entry("KAFKA_CONTROLLER_QUORUM_VOTERS", "1@kafka:9093"),
                  Map.entry("KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR", "1"),
                  // The story's dates lie in the past.
                  Map.entry("KAFKA_LOG_MESSAGE_TIMESTAMP_BEFORE_MAX_MS", "9223372036854775807")));

  private static final GenericContainer<?> REGISTRY =
      service(
              "REGISTRY_IMAGE",
              "schema-registry",
              Wait.forHttp("/apis/ccompat/v7/subjects").forPort(8080))
          .withExposedPorts(8080)
          .withEnv("APICURIO_STORAGE_KIND", "kafkasql")
          .withEnv("APICURIO_KAFKASQL_BOOTSTRAP_SERVERS", "kafka:9092");

  private static final String FLINK =
      """
      taskmanager.numberOfTaskSlots: 6
      jobmanager.memory.jvm-metaspace.size: 512m
      taskmanager.memory.jvm-metaspace.size: 640m
      taskmanager.memory.process.size: 2048m
      classloader.resolve-order: parent-first
      """;

  private static final GenericContainer<?> JOB_MANAGER =
      service("FLINK_IMAGE", "jobmanager", Wait.forHttp("/overview").forPort(8081))
          .withExposedPorts(8081)
          .withCommand("jobmanager")
          .withEnv("JOB_MANAGER_RPC_ADDRESS", "jobmanager")
          .withEnv("FLINK_PROPERTIES", FLINK);

  private static final GenericContainer<?> TASK_MANAGER =
      service(
              "FLINK_IMAGE",
              "taskmanager",
              Wait.forLogMessage(".*Successful registration at resource manager.*", 1))
          .withCommand("taskmanager", "-D", "taskmanager.host=taskmanager")
          .withEnv("JOB_MANAGER_RPC_ADDRESS", "jobmanager")
          .withEnv("FLINK_PROPERTIES", FLINK);

  private static final GenericContainer<?> LAB =
      new GenericContainer<>(DockerImageName.parse("incident-lab-test"))
          .withNetwork(NETWORK)
          .withNetworkAliases("lab")
          .withEnv("LAB_KAFKA", "kafka:9092")
          .withEnv("LAB_REGISTRY", "http://schema-registry:8080/apis/ccompat/v7")
          .withEnv("LAB_FLINK", "http://jobmanager:8081")
          .withEnv("LAB_TABLES", SHARED + "/tables");

  private static GenericContainer<?> service(String image, String alias, WaitStrategy ready) {
    return new GenericContainer<>(DockerImageName.parse(image(image)))
        .withNetwork(NETWORK)
        .withNetworkAliases(alias)
        .waitingFor(ready.withStartupTimeout(START));
  }

  private static String image(String variable) {
    try {
      return Files.readAllLines(Commands.PROJECT.resolve(".env")).stream()
          .filter(line -> line.startsWith(variable + "="))
          .map(line -> line.substring(variable.length() + 1))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A volume takes its owner from the first image that has the folder: the lab's, so it starts
   * first.
   */
  private static GenericContainer<?> sharing(GenericContainer<?> container) {
    return container.withCreateContainerCmdModifier(
        create ->
            create.getHostConfig().withBinds(new Bind(VOLUME, new Volume(SHARED), AccessMode.rw)));
  }

  @BeforeAll
  static void start() throws IOException {
    new Compose("incident-lab-test").compose("build", "lab");
    sharing(LAB).start();
    KAFKA.start();
    Startables.deepStart(REGISTRY, sharing(JOB_MANAGER)).join();
    sharing(TASK_MANAGER).start();
  }

  @AfterAll
  static void end() {
    Stream.of(LAB, TASK_MANAGER, JOB_MANAGER, REGISTRY, KAFKA).forEach(GenericContainer::stop);
    ENGINE.removeVolumeCmd(VOLUME).exec();
    NETWORK.close();
  }

  private static ExecResult lab(String... words) {
    try {
      return LAB.execInContainer(
          Stream.concat(Stream.of("lab"), Stream.of(words)).toArray(String[]::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static String ok(String... words) {
    ExecResult result = lab(words);
    assertThat(result.getExitCode())
        .as("%s: %s%s", List.of(words), result.getStdout(), result.getStderr())
        .isZero();
    return result.getStdout();
  }

  private static JsonNode json(String... words) {
    try {
      return JSON.readTree(
          ok(Stream.concat(Stream.of(words), Stream.of("--json")).toArray(String[]::new)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ConditionFactory await() {
    return Awaitility.await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(500));
  }

  @Test
  void noRowIsLostWhileRegistryAndBrokerGoAway() {
    ok("drill", "pinned-schema");
    ok("downstream", "pause", "attribution_mart");
    ok("downstream", "pause", "ml_features");
    ok("flag", "set", "ingest.decoder", "registry");
    ok("flag", "set", "ingest.dead-letters", "on");

    ENGINE.killContainerCmd(REGISTRY.getContainerId()).exec();
    ok("job", "restart", "fact_ad_events");
    // To a decoder that was just started every schema id is a new one. It must hold back, and not
    // take for bad data what it cannot ask about.
    await()
        .during(Duration.ofSeconds(8))
        .untilAsserted(
            () -> {
              assertThat(json("dead-letters", "list", "--all").path("letters")).isEmpty();
              assertThat(json("status").path("jobs").toString()).contains("RUNNING");
            });
    ENGINE.startContainerCmd(REGISTRY.getContainerId()).exec();
    ok("lag", "--wait");
    assertThat(json("dead-letters", "list", "--all").path("letters")).hasSize(POISONED);

    CompletableFuture<ExecResult> replay =
        CompletableFuture.supplyAsync(() -> lab("replay", "run", "--from", "07:30"));
    await().until(() -> json("replay", "progress").path("read").asLong() > 0);
    assertThat(replay).as("the replay that the broker is restarted under").isNotDone();
    ENGINE.restartContainerCmd(KAFKA.getContainerId()).exec();
    ExecResult replayed = replay.join();
    assertThat(replayed.getExitCode())
        .as("%s%s", replayed.getStdout(), replayed.getStderr())
        .isZero();

    ok("downstream", "rebuild", "--from", "07:30");
    ok("downstream", "resume", "attribution_mart");
    ok("downstream", "resume", "ml_features");
    assertThat(ok("verify")).contains("verdict: PASS");
    ok("stop");
  }
}
