package dev.incidentlab.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.incidentlab.acceptance.LabUnderTest.Output;
import dev.incidentlab.acceptance.external.CommandLines;
import dev.incidentlab.acceptance.external.Leaks;
import dev.incidentlab.acceptance.external.Neighbours;
import dev.incidentlab.acceptance.external.SecuredPlatform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole incident as a guest on a secured platform that has others on it: it passes, tells no
 * secret, and leaves when told to, with all that it had brought and nothing else.
 */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SecuredPlatformIT {
  /** As near to a run's names as others may come. */
  private static final String NEIGHBOURS = "pinned-schema.";

  private static final long THE_JOBS_JAR = 50L << 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path folder;

  private final List<String> printed = new ArrayList<>();
  private LabUnderTest lab;
  private SecuredPlatform platform;
  private Leaks leaks;
  private SortedSet<String> before;
  private Set<String> commandLines;
  private String run;
  private String prefix;

  @BeforeAll
  void start() throws Exception {
    lab = new LabUnderTest(Files.createDirectory(folder.resolve("runs")));
    platform = SecuredPlatform.start(LabUnderTest.HOME, folder.resolve("platform"));
    leaks = new Leaks(SecuredPlatform.USER, platform.secrets());
    Neighbours.moveIn(LabUnderTest.HOME, platform, NEIGHBOURS);
    before = platform.inventory();
  }

  @AfterAll
  void stop() {
    lab.lab("stop", "--all");
    if (platform != null) {
      platform.close();
    }
  }

  @Test
  @Order(1)
  void theReferenceFixPasses() throws Exception {
    List<String> words =
        new ArrayList<>(List.of("drill", "pinned-schema", "--autopilot", "--keep"));
    words.addAll(platform.options(Map.of()));

    Output drill;
    try (CommandLines watched = new CommandLines()) {
      drill = say(words.toArray(String[]::new));
      commandLines = watched.seen();
    }

    assertThat(drill.status()).as(drill.text()).isZero();
    assertThat(drill.text()).contains("verdict: PASS").doesNotContain("FAIL ");
    run = lab.address().run();
    prefix = run.replace('/', '.') + ".";
    assertThat(platform.largestUpload()).isGreaterThan(THE_JOBS_JAR);
    assertThat(platform.refused()).isZero();
    for (String component : List.of("kafka", "registry", "flink-jobmanager", "producer")) {
      assertThat(lab.component(component).alive()).as(component).isTrue();
    }
  }

  @Test
  @Order(2)
  void allThatItMadeHasItsName() throws Exception {
    SortedSet<String> made = new TreeSet<>(platform.inventory());
    assertThat(made).containsAll(before);
    made.removeAll(before);

    assertThat(made).isNotEmpty();
    assertThat(made)
        .allSatisfy(thing -> assertThat(name(thing) + ".").startsWith(prefix))
        .extracting(thing -> thing.split(" ")[0])
        .contains("topic", "group", "subject", "jar", "job", "folder");
  }

  @Test
  @Order(3)
  void noCommandLineTellsASecret() {
    assertThat(commandLines)
        .anyMatch(line -> line.contains("ServerMain") && line.contains("--client-config"))
        .anyMatch(line -> line.contains("ProducerMain") && line.contains("--client-config"))
        .allSatisfy(line -> assertThat(leaks.in(line)).as(line).isEmpty());
  }

  @Test
  @Order(4)
  void noAnswerOfFlinkTellsASecret() throws Exception {
    List<String> paths = new ArrayList<>(List.of("/jobmanager/log", "/jobmanager/config", "/jars"));
    for (JsonNode job : JSON.readTree(platform.flinkTells("/jobs")).path("jobs")) {
      for (String about : List.of("", "/config", "/plan", "/exceptions", "/checkpoints")) {
        paths.add("/jobs/" + job.path("id").asText() + about);
      }
    }
    for (JsonNode worker :
        JSON.readTree(platform.flinkTells("/taskmanagers")).path("taskmanagers")) {
      paths.add("/taskmanagers/" + worker.path("id").asText() + "/log");
    }

    for (String path : paths) {
      String told = platform.flinkTells(path);
      assertThat(told).as(path).isNotEmpty().doesNotContain("Unable to load requested file");
      assertThat(leaks.in(told)).as(path).isEmpty();
    }
    assertThat(platform.flinkTells("/taskmanagers")).contains("\"id\"");
  }

  @Test
  @Order(5)
  void whatLivesIsNotCleaned() {
    Output refused = say("clean", "--run", run);

    assertThat(refused.status()).isEqualTo(2);
    assertThat(refused.text()).contains("lives (process ", "./lab stop --run " + run);
  }

  @Test
  @Order(6)
  void noFileTellsASecret() throws Exception {
    say("clock", "resume", "--pace", "10");
    Output verdict = say("verify", "--final");
    assertThat(verdict.status()).as(verdict.text()).isZero();
    say("status");
    say("journal");
    say("stop", "--all");

    Path runFolder = lab.runs().resolve(run);
    assertThat(leaks.below(runFolder)).isEmpty();
    assertThat(leaks.below(platform.tables())).isEmpty();
    assertThat(leaks.in(String.join("\n", printed))).isEmpty();
    // It would be found where it is, and there were files to look into.
    assertThat(leaks.below(platform.clientConfig())).hasSameSizeAs(platform.secrets().keySet());
    assertThat(Leaks.files(runFolder))
        .extracting(file -> runFolder.relativize(file).toString())
        .contains(
            "journal.jsonl",
            "logs/server.log",
            "logs/producer.log",
            "lineage.jsonl",
            "report.json");
    assertThat(Leaks.files(platform.tables())).hasSizeGreaterThan(10);
  }

  @Test
  @Order(7)
  void otherNamesAreNotCleaned() throws Exception {
    Path own = lab.runs().resolve("pinned-schema/20200101-000000");
    Files.createDirectories(own);
    Files.writeString(own.resolve("journal.jsonl"), embedded(lab.runs().resolve(run)));
    SortedSet<String> there = platform.inventory();

    assertRefused(say("clean"), "--run is missing");
    assertRefused(say("clean", "--run", "neighbour"), "is called 'neighbour'");
    assertRefused(say("clean", "--run", ""), "--run is missing");
    assertRefused(say("clean", "--run", run.substring(run.length() - 2)), "is not a whole name");
    assertRefused(
        say("clean", "--run", "pinned-schema/20200101-000000"), "had a platform of its own");
    assertThat(platform.inventory()).isEqualTo(there);
  }

  /** The first line of a run's journal, without the platform that it was on. */
  private static String embedded(Path run) throws IOException {
    ObjectNode line =
        (ObjectNode) JSON.readTree(Files.readAllLines(run.resolve("journal.jsonl")).get(0));
    assertThat(((ObjectNode) line.path("data")).remove("external")).isNotNull();
    return line + "\n";
  }

  private static void assertRefused(Output output, String why) {
    assertThat(output.status()).as(output.text()).isEqualTo(2);
    assertThat(output.text()).contains(why).doesNotContain("\tat ", "removed ");
  }

  @Test
  @Order(8)
  void cleanedIsWhatHasTheRunsNameAndNothingElse() throws Exception {
    Neighbours.moveInQuietly(platform, run.replace('/', '.') + "-2.");
    SortedSet<String> others = platform.inventory();
    assertThat(others.removeIf(thing -> (name(thing) + ".").startsWith(prefix))).isTrue();
    assertThat(others).containsAll(before).hasSizeGreaterThan(before.size());

    Output cleaned = say("clean", "--run", run);

    assertThat(cleaned.status()).as(cleaned.text()).isZero();
    assertThat(cleaned.text())
        .contains("removed topic " + prefix + "ad-events", "removed folder ")
        .doesNotContain("-2.");
    assertThat(platform.inventory()).isEqualTo(others);
    assertThat(say("clean", "--run", run))
        .isEqualTo(new Output(0, "nothing of %s is left there%n".formatted(run)));
    assertThat(leaks.in(String.join("\n", printed))).isEmpty();
  }

  private static String name(String thing) {
    return thing.split(" ")[1];
  }

  private Output say(String... words) {
    Output output = lab.lab(words);
    printed.add(output.text());
    return output;
  }
}
