package dev.incidentlab.server.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.incidentlab.drill.scenario.Scenario;
import dev.incidentlab.drill.scenario.ScenarioReader;
import dev.incidentlab.drill.scenario.ScenarioSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The catalogue, and the schema by which editors check it, against what this lab has. */
class ScenarioFilesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path KEPT = Path.of("../../../docs/scenario.schema.json");
  private static final Path SCENARIOS = Path.of("../../../scenarios");
  private static final Path SCAFFOLD = Path.of("../cli/src/main/resources/scaffold");
  private static final Path RUNBOOKS = Path.of("../../../runbooks");

  @BeforeAll
  static void makeAnewIfAsked() throws IOException {
    if (Boolean.getBoolean("schema.write")) {
      Files.writeString(KEPT, made());
    }
  }

  @Test
  void theSchemaThatIsKeptIsWhatTheCodeSays() throws IOException {
    assertThat(KEPT)
        .as(
            "docs/scenario.schema.json is made anew by `mvn -pl modules/lab/server -Dschema.write=true test`")
        .hasContent(made());
  }

  static Stream<Path> folders() throws IOException {
    List<Path> folders;
    try (Stream<Path> entries = Files.list(SCENARIOS)) {
      folders = entries.filter(Files::isDirectory).sorted().toList();
    }
    assertThat(folders).isNotEmpty();
    return folders.stream();
  }

  @ParameterizedTest
  @MethodSource("folders")
  void eachScenarioIsReadWithoutAProblem(Path folder) throws Exception {
    Scenario scenario = ScenarioReader.read(folder, LabVocabulary.words());

    assertThat(RUNBOOKS.resolve(scenario.runbook())).isRegularFile();
  }

  @ParameterizedTest
  @MethodSource("folders")
  void editorsFindNoMistakeInIt(Path folder) throws IOException {
    assertThat(mistakes(Files.readString(folder.resolve(ScenarioReader.FILE)))).isEmpty();
  }

  @Test
  void aScenarioThatWasJustBegunIsRight(@TempDir Path folder) throws Exception {
    Path begun = Files.createDirectory(folder.resolve("late-events"));
    for (String file : List.of("scenario.yaml", "story.md", "debrief.md")) {
      Files.writeString(
          begun.resolve(file),
          Files.readString(SCAFFOLD.resolve(file)).replace("ID", "late-events"));
    }

    Scenario scenario = ScenarioReader.read(begun, LabVocabulary.words());

    assertThat(scenario.id()).isEqualTo("late-events");
    assertThat(mistakes(Files.readString(begun.resolve(ScenarioReader.FILE)))).isEmpty();
  }

  @Test
  void editorsFindMistakes() throws IOException {
    String file = Files.readString(SCENARIOS.resolve("pinned-schema").resolve(ScenarioReader.FILE));

    assertThat(mistakes(file.replace("producer.rollout", "producer.explode"))).isNotEmpty();
    assertThat(mistakes(file.replace("mustManifest:", "mustShow:"))).isNotEmpty();
    assertThat(mistakes(file.replace("minutes: 30", "minutes: soon"))).isNotEmpty();
  }

  private static Set<ValidationMessage> mistakes(String yaml) throws IOException {
    Object loaded = new Load(LoadSettings.builder().build()).loadFromString(yaml);
    JsonNode schema = JSON.readTree(Files.readString(KEPT));
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
        .getSchema(schema)
        .validate(JSON.valueToTree(loaded));
  }

  private static String made() {
    try {
      return JSON.writerWithDefaultPrettyPrinter()
              .writeValueAsString(ScenarioSchema.of(LabVocabulary.words()))
          + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a schema is always JSON", e);
    }
  }
}
