package dev.incidentlab.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.incidentlab.api.ServerAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A scenario that was drawn at random is named by nothing that a lab says, until it is over. */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MysteryIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path runs;
  private LabUnderTest lab;
  private String printed;
  private String id;
  private String title;

  @BeforeAll
  void bringToThePage() throws IOException {
    lab = new LabUnderTest(runs);
    printed = lab.ok("drill", "--random", "--seed", "7", "--pace", "1");
    Path journal = lab.runFolder().resolve("journal.jsonl");
    JsonNode first = JSON.readTree(Files.readAllLines(journal).get(0));
    id = first.at("/data/scenario").asText();
    title = title(LabUnderTest.PROJECT.resolve("scenarios").resolve(id));
  }

  @AfterAll
  void stop() {
    lab.lab("stop", "--all");
  }

  private static String title(Path scenario) throws IOException {
    return Files.readAllLines(scenario.resolve("scenario.yaml")).stream()
        .filter(line -> line.startsWith("title: "))
        .map(line -> line.substring("title: ".length()).replace("\"", "").strip())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whatWasDrawnIsToldWhenItIsOverAndNotBefore() throws IOException, InterruptedException {
    ServerAddress address = lab.address();
    EveryAnswer every = new EveryAnswer(address.url());
    Map<String, List<String>> values = new TreeMap<>(new UntoldTruth(lab).values());
    // Others name files of scenarios themselves, and are refused with what they name.
    values.put("query", List.of("select count(*) n from fact_ad_events"));
    every.lookEverywhere(values);
    Map<String, String> said = new LinkedHashMap<>(every.answers());
    said.put("drill", printed);
    said.put("status", lab.ok("status"));
    said.put("watch", lab.lab("watch", "--once").text());
    said.put("solution", lab.lab("solution").text());
    said.put("journal", lab.ok("journal"));
    said.put("lineage", Files.readString(lab.runFolder().resolve("lineage.jsonl")));

    assertThat(said).hasSizeGreaterThan(40);
    assertThat(said)
        .allSatisfy((what, answer) -> assertThat(answer).as(what).doesNotContain(id, title));
    assertThat(address.run()).startsWith("mystery/");

    // Killed and resumed it is the same drill, as little named.
    ProcessHandle server = ProcessHandle.of(address.pid()).orElseThrow();
    server.destroyForcibly();
    server.onExit().join();
    assertThat(lab.ok("resume")).contains("resume mystery/").doesNotContain(id, title);
    assertThat(lab.ok("status")).doesNotContain(id, title);

    assertThat(lab.ok("stop").replaceAll("\\s+", " "))
        .contains("The drill was %s: %s".formatted(id, title));
  }
}
