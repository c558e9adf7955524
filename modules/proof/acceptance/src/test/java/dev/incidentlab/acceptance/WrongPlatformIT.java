package dev.incidentlab.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incidentlab.acceptance.LabUnderTest.Output;
import dev.incidentlab.acceptance.external.CommandLines;
import dev.incidentlab.acceptance.external.Leaks;
import dev.incidentlab.acceptance.external.SecuredPlatform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * A platform, and how to get at it, told wrongly: a drill says so in a sentence, and leaves nothing
 * behind, on the platform or as a process.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WrongPlatformIT {
  private static final String WRONG = "wr0ngw0rd";

  @TempDir static Path folder;

  private LabUnderTest lab;
  private SecuredPlatform platform;
  private Leaks leaks;
  private SortedSet<String> before;

  @BeforeAll
  void start() throws Exception {
    lab = new LabUnderTest(Files.createDirectory(folder.resolve("runs")));
    platform = SecuredPlatform.start(LabUnderTest.HOME, folder.resolve("platform"));
    Map<String, String> secrets = new HashMap<>(platform.secrets());
    secrets.put("wrong", WRONG);
    leaks = new Leaks(SecuredPlatform.USER, secrets);
    Files.createDirectories(platform.tables());
    before = platform.inventory();
  }

  @AfterAll
  void stop() {
    lab.lab("stop", "--all");
    if (platform != null) {
      platform.close();
    }
  }

  private Output drill(Map<String, String> options) {
    List<String> words = new ArrayList<>(List.of("drill", "pinned-schema"));
    words.addAll(platform.options(options));
    return lab.lab(words.toArray(String[]::new));
  }

  private Output drillWithSettings(String setting, String value) throws IOException {
    Path file = platform.write("wrong.properties", Map.of(setting, value));
    return drill(Map.of("--client-config", file.toString()));
  }

  private void assertRefused(Output output, String... why) throws Exception {
    assertThat(output.status()).as(output.text()).isEqualTo(2);
    String last = output.text().lines().reduce((first, second) -> second).orElseThrow();
    assertThat(last).startsWith("lab: ").contains(why);
    assertThat(output.text()).doesNotContain("\tat ", "Exception: ");
    assertThat(leaks.in(output.text())).isEmpty();
    assertThat(leaks.below(lab.runs())).isEmpty();
    assertThat(platform.inventory()).isEqualTo(before);
    assertThat(lab.lab("status").text()).contains("no lab is running");
    assertThat(CommandLines.now()).noneMatch(line -> line.contains(lab.runs() + "/pinned-schema"));
  }

  @Test
  @Order(1)
  void aWrongPasswordForKafka() throws Exception {
    Output output =
        drillWithSettings(
            "sasl.jaas.config",
            "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"lab\" password=\"%s\";"
                .formatted(WRONG));

    assertRefused(output, "kafka cannot be used at ", "invalid credentials", "client settings");
  }

  @Test
  @Order(2)
  void aWrongPasswordForTheRegistry() throws Exception {
    assertRefused(
        drillWithSettings("basic.auth.user.info", "lab:" + WRONG),
        "registry cannot be used at ",
        "credentials are missing or are not accepted (HTTP status 401)",
        "client settings");
  }

  @Test
  @Order(3)
  void noTokenForFlink() throws Exception {
    assertRefused(
        drillWithSettings("flink.bearer.auth.token", ""),
        "flink-jobmanager cannot be used at ",
        "credentials are missing or are not accepted (HTTP status 401)",
        "client settings");
  }

  @Test
  @Order(4)
  void settingsThatAreNotThere() throws Exception {
    assertRefused(
        drill(Map.of("--client-config", folder.resolve("none.properties").toString())),
        "--client-config: client settings ",
        "none.properties cannot be read",
        "give a properties file");
  }

  @Test
  @Order(5)
  void aWrongPathOfTheRegistry() throws Exception {
    assertRefused(
        drill(Map.of("--registry", platform.registryUrl().resolve("/elsewhere").toString())),
        "/elsewhere (there is no Confluent API under this path (HTTP status 404))",
        "correct its address");
  }

  @Test
  @Order(6)
  void aFolderOfTablesThatCannotBeMade() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");

    assertRefused(
        drill(Map.of("--tables", file.resolve("tables").toString())),
        "--tables " + file.resolve("tables") + ": nothing can be made there",
        "name a folder");
  }

  @Test
  @Order(7)
  void aClusterWithoutTaskManagers() throws Exception {
    platform.killTaskManager();

    assertRefused(
        drill(Map.of()),
        "flink-taskmanager cannot be used at ",
        "the job manager knows of no task manager");
  }
}
