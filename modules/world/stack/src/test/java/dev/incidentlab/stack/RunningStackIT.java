package dev.incidentlab.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a whole stack does while it is up; one stack serves every test. */
class RunningStackIT {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Lab.Ends ENDS = new Lab.Ends();
  @TempDir private static Path run;
  private static EmbeddedStack stack;

  @BeforeAll
  static void start() throws Exception {
    stack = EmbeddedStack.start(StackConfig.of(Lab.home(), run), e -> Lab.toyProducer(), ENDS);
  }

  @AfterAll
  static void close() {
    stack.close();
  }

  @Test
  void everyComponentAnswersAtItsEndpoint() throws Exception {
    assertThat(get(stack.endpoints().registryUrl() + "/subjects").statusCode()).isEqualTo(200);
    // Awaited: of a task manager that another test killed, the entry stays for some seconds.
    Lab.await()
        .untilAsserted(
            () ->
                assertThat(get(stack.endpoints().flinkUrl() + "/overview").body())
                    .contains("\"taskmanagers\":1,\"slots-total\":8"));
    assertThat(get(stack.endpoints().producerUrl() + "/health").statusCode()).isEqualTo(204);
    String[] kafka = stack.endpoints().kafkaBootstrap().split(":");
    assertThat(HealthCheck.kafka(kafka[0], Integer.parseInt(kafka[1])).answers()).isTrue();
  }

  @Test
  void kafkasOwnCommandsWorkAgainstIt() throws Exception {
    assertThat(kafka("TopicCommand", "--create", "--topic", "by-hand", "--partitions", "2"))
        .contains("Created topic by-hand");
    assertThat(kafka("consumer.group.ConsumerGroupCommand", "--list")).isBlank();
  }

  @Test
  void flinksPageTakesJarsAndShowsTheClustersDefaults() throws Exception {
    String flink = stack.endpoints().flinkUrl().toString();

    assertThat(get(flink + "/").body()).contains("Apache Flink");
    assertThat(get(flink + "/config").body()).contains("\"web-submit\":true");
    assertThat(get(flink + "/jobmanager/config").body())
        .contains("RETAIN_ON_CANCELLATION")
        .contains(run.toString());
  }

  @Test
  void flinksPageShowsItsOwnLogsAndNobodyElses() throws Exception {
    String flink = stack.endpoints().flinkUrl().toString();

    assertThat(get(flink + "/jobmanager/logs").body())
        .contains("flink-jobmanager.log")
        .doesNotContain("producer");
    assertThat(get(flink + "/jobmanager/log").body())
        .contains("StandaloneSessionClusterEntrypoint");
  }

  @Test
  void nobodyListensBeyondLoopback() throws Exception {
    for (ComponentStatus status : stack.status()) {
      assertThat(ListeningSockets.addressesOf(status.pid().orElseThrow()))
          .as(status.component().id())
          .isNotEmpty()
          .isSubsetOf(ListeningSockets.LOOPBACK);
    }
  }

  @Test
  void allTogetherLeaveRoomInTwoAndAHalfGibibytes() {
    long resident = stack.status().stream().mapToLong(s -> s.residentBytes().orElseThrow()).sum();

    assertThat(resident).isBetween(100L << 20, 1800L << 20);
  }

  @Test
  void everyComponentKeepsItsLog() {
    assertThat(stack.status())
        .filteredOn(status -> status.component() != Component.PRODUCER)
        .allSatisfy(status -> assertThat(status.logFile().orElseThrow()).isNotEmptyFile());
  }

  @Test
  void aKilledRegistryComesBackWithItsSchemas() throws Exception {
    // Given
    String subject = stack.endpoints().registryUrl() + "/subjects/kept-value";
    assertThat(post(subject + "/versions", "{\"schema\":\"\\\"string\\\"\"}").statusCode())
        .isEqualTo(200);
    // When
    stack.kill(Component.REGISTRY);
    assertThat(ENDS.exits()).containsEntry(Component.REGISTRY, 137);
    assertThat(status(Component.REGISTRY).alive()).isFalse();
    stack.restart(Component.REGISTRY);
    // Then
    assertThat(get(subject + "/versions").body()).isEqualTo("[1]");
  }

  @Test
  void theClusterRunsOnWhileAllElseIsLaunchedAnewAtItsAddress() throws Exception {
    Map<Component, Long> before = pids();

    stack.discardAllButCluster();
    assertThat(stack.status())
        .filteredOn(ComponentStatus::alive)
        .extracting(ComponentStatus::component)
        .containsExactlyInAnyOrder(Component.FLINK_JOBMANAGER, Component.FLINK_TASKMANAGER);
    stack.goOn(ENDS);

    Map<Component, Long> after = pids();
    assertThat(before.keySet())
        .filteredOn(component -> before.get(component).equals(after.get(component)))
        .containsExactlyInAnyOrder(Component.FLINK_JOBMANAGER, Component.FLINK_TASKMANAGER);
    everyComponentAnswersAtItsEndpoint();
  }

  private static Map<Component, Long> pids() {
    return stack.status().stream()
        .collect(Collectors.toMap(ComponentStatus::component, s -> s.pid().orElseThrow()));
  }

  @Test
  void aPausedRegistryAnswersOnlyOnceItGoesOn() throws Exception {
    HttpRequest impatient =
        HttpRequest.newBuilder(URI.create(stack.endpoints().registryUrl() + "/subjects"))
            .timeout(Duration.ofSeconds(1))
            .build();
    stack.pause(Component.REGISTRY);
    assertThatThrownBy(() -> HTTP.send(impatient, BodyHandlers.ofString()))
        .isInstanceOf(HttpTimeoutException.class);
    assertThat(status(Component.REGISTRY).alive()).isTrue();

    stack.unpause(Component.REGISTRY);

    assertThat(get(impatient.uri().toString()).statusCode()).isEqualTo(200);
  }

  @Test
  void aKilledTaskManagerIsReplacedByANewOne() throws Exception {
    long before = status(Component.FLINK_TASKMANAGER).pid().orElseThrow();
    stack.kill(Component.FLINK_TASKMANAGER);

    stack.restart(Component.FLINK_TASKMANAGER);

    assertThat(status(Component.FLINK_TASKMANAGER).pid()).isNotEmpty().isNotEqualTo(before);
    assertThat(status(Component.FLINK_TASKMANAGER).alive()).isTrue();
  }

  @Test
  void aKilledBrokerComesBackWithItsTopics() throws Exception {
    kafka("TopicCommand", "--create", "--topic", "survivor");
    stack.kill(Component.KAFKA);

    stack.restart(Component.KAFKA);

    assertThat(kafka("TopicCommand", "--list")).contains("survivor");
  }

  private static ComponentStatus status(Component component) {
    return stack.status().stream()
        .filter(status -> status.component() == component)
        .findFirst()
        .orElseThrow();
  }

  private static String kafka(String command, String... arguments)
      throws IOException, InterruptedException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    Path tools = Lab.home().resolve("lib/kafka-tools");
    line.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", tools + ":" + tools + "/*"));
    line.add("org.apache.kafka.tools." + command);
    line.addAll(List.of("--bootstrap-server", stack.endpoints().kafkaBootstrap()));
    line.addAll(Arrays.asList(arguments));
    Path output = Files.createTempFile(run, "command", ".out");
    Process process =
        new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(output.toFile()).start();
    int status = process.waitFor();
    String written = Files.readString(output, StandardCharsets.UTF_8);
    assertThat(status).as(written).isZero();
    return written;
  }

  private static HttpResponse<String> get(String url) throws IOException, InterruptedException {
    return HTTP.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
  }

  private static HttpResponse<String> post(String url, String json)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url))
            .header("Content-Type", "application/vnd.schemaregistry.v1+json")
            .POST(BodyPublishers.ofString(json))
            .build();
    return HTTP.send(request, BodyHandlers.ofString());
  }
}
