package dev.incidentlab.acceptance.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incidentlab.server.adapter.ComposeContainers;
import dev.incidentlab.stack.Component;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** {@code docker-compose.yml} from nothing to a verdict; each test goes on where one has ended. */
@NeedsEngine
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ComposeIT {
  private static final String USUAL_SOCKET = "unix:///var/run/docker.sock";
  private static final String OTHER_PROJECT = "incident-lab-others";
  private static Compose compose;

  @BeforeAll
  static void build() throws IOException {
    compose = new Compose("incident-lab-test");
    compose.compose("build");
  }

  @AfterAll
  static void down() {
    compose.close();
  }

  @Test
  @Order(1)
  void beforeItIsUpADrillSaysWhatToDo() {
    Commands.Output drill = compose.lab("drill", "pinned-schema");

    assertThat(drill.status()).isEqualTo(2);
    assertThat(drill.text())
        .contains("compose project 'incident-lab-test' has no container of lab")
        .contains("docker compose up -d");
  }

  @Test
  @Order(2)
  void theDoctorNamesAPortThatIsTaken() throws IOException {
    try (ServerSocket taken =
        new ServerSocket(compose.port("FLINK_PORT"), 1, InetAddress.getLoopbackAddress())) {
      Commands.Output doctor = compose.lab("doctor");

      assertThat(doctor.status()).isEqualTo(2);
      assertThat(doctor.text())
          .contains("as COMPOSE_PROJECT_NAME says")
          .containsPattern("BAD +port " + taken.getLocalPort() + " +taken on 127.0.0.1")
          .contains("FLINK_PORT");
    }
  }

  @Test
  @Order(3)
  void theWholeIncidentPasses() {
    compose.up();
    assertThat(compose.lab("doctor").text()).doesNotContain("BAD");

    Commands.Output drill = compose.lab("drill", "pinned-schema", "--autopilot", "--keep");

    assertThat(drill.status()).as(drill.text()).isZero();
    assertThat(drill.text()).contains("verdict: PASS").contains("kafka answers.");
  }

  @Test
  @Order(4)
  void itsMetricsAreThereForPrometheusUnderTheServicesName() throws Exception {
    URI metrics = URI.create("http://127.0.0.1:%d/metrics".formatted(compose.port("LAB_PORT")));

    String text =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString())
            .body();

    assertThat(text).contains("# TYPE incidentlab_table_freshness_seconds gauge", "fact_ad_events");
    String scraped =
        compose.compose(
            "exec",
            "-T",
            "kafka",
            "bash",
            "-c",
            "exec 3<>/dev/tcp/lab/8080 && printf 'GET /metrics HTTP/1.0\\r\\nHost: lab:8080\\r\\n\\r\\n' >&3 && head -n 1 <&3");
    assertThat(scraped).contains("200");
  }

  @Test
  @Order(5)
  void whatAStoppedRunHasLeftIsCleanedUp() {
    String status = compose.lab("status").text();
    Matcher run = Pattern.compile("pinned-schema/\\d{8}-\\d{6}").matcher(status);
    assertThat(run.find()).as(status).isTrue();

    assertThat(compose.lab("clean", "--run", run.group()).text()).contains("lives");
    assertThat(compose.lab("stop").status()).isZero();
    assertThat(compose.lab("clean", "--run", run.group()).text())
        .contains("removed topic " + run.group().replace('/', '.') + ".ad-events")
        .contains("removed subject ", "removed folder ", "removed jar ", "removed consumer group ");
  }

  @Test
  @Order(6)
  void faultsStrikeThisProjectsContainersAndNoOthers() throws Exception {
    ComposeContainers containers = new ComposeContainers(socket(), compose.name());

    containers.kill(Component.FLINK_TASKMANAGER);
    assertThat(compose.state("taskmanager-1")).startsWith("exited");
    assertThat(compose.lab("drill", "pinned-schema").text())
        .contains("taskmanager-1 of compose project 'incident-lab-test' is exited");
    containers.restart(Component.FLINK_TASKMANAGER);
    assertThat(compose.state("taskmanager-1")).isEqualTo("running healthy");

    containers.pause(Component.REGISTRY);
    assertThat(compose.state("schema-registry")).startsWith("paused");
    assertThatThrownBy(() -> containers.pause(Component.REGISTRY))
        .hasMessageContaining("registry, service schema-registry of compose project");
    containers.unpause(Component.REGISTRY);
    containers.restart(Component.KAFKA);
    assertThat(compose.state("kafka")).isEqualTo("running healthy");

    ComposeContainers others = new ComposeContainers(socket(), OTHER_PROJECT);
    assertThatThrownBy(() -> others.kill(Component.KAFKA))
        .hasMessage("compose project '%s' has no container of service kafka", OTHER_PROJECT);
    assertThat(compose.state("kafka")).isEqualTo("running healthy");
  }

  @Test
  @Order(7)
  void theDoctorTellsOfVolumesOfAnEarlierTime() {
    compose.compose("down");

    assertThat(compose.lab("doctor").text())
        .containsPattern("WARN +volumes +of an earlier time: ")
        .contains("docker compose down -v");
  }

  private static Path socket() {
    String host = System.getenv().getOrDefault("DOCKER_HOST", USUAL_SOCKET);
    assertThat(host).as("faults go by the engine's socket").startsWith("unix://");
    return Path.of(host.substring("unix://".length()));
  }
}
