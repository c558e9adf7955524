package dev.incidentlab.server.verbs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.incidentlab.api.Answer;
import dev.incidentlab.api.Answers;
import dev.incidentlab.api.Parameter;
import dev.incidentlab.api.Request;
import dev.incidentlab.api.Verb;
import dev.incidentlab.delta.UpsertRequest;
import dev.incidentlab.schema.UndecodableException;
import dev.incidentlab.server.adapter.IngestJobs;
import dev.incidentlab.server.metrics.Metrics;
import dev.incidentlab.server.openapi.OpenApi;
import io.swagger.v3.oas.models.SpecVersion;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The description that is kept with the sources, against the routes that a server has. */
class OpenApiTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path KEPT = Path.of("../../../docs/openapi.json");
  private static final Path HANDLERS = Path.of("src/main/java/dev/incidentlab/server/verbs");

  /** How handlers take an argument, {@code arguments.text("model")} or by way of a helper. */
  private static final Pattern TAKEN = Pattern.compile("arguments(?:\\.\\w+\\(|, )\"(\\w+)\"");

  @TempDir Path runs;

  @BeforeAll
  static void makeAnewIfAsked() throws IOException {
    if (Boolean.getBoolean("openapi.write")) {
      Files.writeString(KEPT, made());
    }
  }

  @Test
  void whatIsKeptIsWhatTheCodeSays() {
    assertThat(KEPT)
        .as(
            "docs/openapi.json is made anew by `mvn -pl modules/lab/server -Dopenapi.write=true test`")
        .hasContent(made());
  }

  @Test
  void itIsValid() throws IOException {
    SwaggerParseResult result = parse(Files.readString(KEPT));

    assertThat(result.getMessages()).isEmpty();
    assertThat(result.getOpenAPI().getSpecVersion()).isEqualTo(SpecVersion.V31);
    assertThat(result.getOpenAPI().getPaths()).hasSize(Verb.values().length + 2);
  }

  @Test
  void theValidationCanFail() throws IOException {
    ObjectNode broken = (ObjectNode) JSON.readTree(KEPT.toFile());
    ((ObjectNode) broken.at("/paths/~1v1~1stop/post")).remove("responses");
    ((ObjectNode) broken.path("info")).remove("title");

    assertThat(parse(broken.toString()).getMessages()).isNotEmpty();
  }

  @Test
  void everyPathOfTheDescriptionIsARouteAndNoOtherIs() throws Exception {
    Set<String> described = new TreeSet<>();
    try (SmallApi api = new SmallApi(runs)) {
      JsonNode document = JSON.readTree(api.get(OpenApi.PATH).body());
      assertThat(document).isEqualTo(JSON.readTree(KEPT.toFile()));
      for (var path : document.path("paths").properties()) {
        for (String method : List.of("get", "post")) {
          boolean there = path.getValue().has(method);
          int status = api.ask(method.toUpperCase(Locale.ROOT), path.getKey()).statusCode();
          assertThat(status).as("%s %s", method, path.getKey()).isNotEqualTo(404);
          assertThat(status == 405).as("%s %s", method, path.getKey()).isEqualTo(!there);
        }
        described.add(path.getKey());
      }
    }
    Set<String> routes =
        Stream.concat(
                Stream.of(OpenApi.PATH, Metrics.PATH), Arrays.stream(Verb.values()).map(Verb::path))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(described).isEqualTo(routes);
  }

  /** Arguments that the file has are taken, and others are refused by name. */
  @ParameterizedTest
  @EnumSource(Verb.class)
  void argumentsOfTheFileAreThoseThatAreTaken(Verb verb) throws Exception {
    JsonNode operation = operation(verb);
    boolean looks = verb.effect() == Verb.Effect.LOOKS;
    Set<String> inFile = new TreeSet<>();
    if (looks) {
      operation.path("parameters").forEach(p -> inFile.add(p.path("name").asText()));
      inFile.remove(""); // The reference to who asks.
    } else {
      operation
          .at("/requestBody/content/application~1json/schema/properties")
          .fieldNames()
          .forEachRemaining(inFile::add);
    }

    try (SmallApi api = new SmallApi(runs)) {
      var answer =
          looks ? api.get(verb.path() + "?nosuch=1") : api.post(verb.path(), "{\"nosuch\":1}");
      assertThat(answer.statusCode()).isEqualTo(400);
      String known = inFile.isEmpty() ? "it takes none" : "known: " + String.join(", ", inFile);
      assertThat(JSON.readTree(answer.body()).path("detail").asText())
          .isEqualTo("%s: argument 'nosuch' is unknown; %s".formatted(verb.words(), known));
    }
  }

  /** A handler that reads a name which is not declared would never be given it. */
  @Test
  void handlersReadWhatIsDeclaredAndAllOfIt() throws IOException {
    Set<String> declared = new TreeSet<>();
    for (Verb verb : Verb.values()) {
      Request.of(verb).parameters().stream().map(Parameter::name).forEach(declared::add);
    }
    Set<String> read = new TreeSet<>();
    try (Stream<Path> files = Files.list(HANDLERS)) {
      for (Path file : files.toList()) {
        TAKEN.matcher(Files.readString(file)).results().forEach(m -> read.add(m.group(1)));
      }
    }

    assertThat(read).isEqualTo(declared);
  }

  @ParameterizedTest
  @EnumSource(Verb.class)
  void theAnswerOfTheFileIsTheRecord(Verb verb) throws IOException {
    Class<? extends Answer> answer = Request.of(verb).answer();
    JsonNode document = JSON.readTree(KEPT.toFile());

    assertThat(operation(verb).at("/responses/200/content/application~1json/schema/$ref").asText())
        .isEqualTo("#/components/schemas/" + answer.getSimpleName());
    JsonNode schema = document.path("components").path("schemas").path(answer.getSimpleName());
    List<String> properties = new ArrayList<>();
    schema.path("properties").fieldNames().forEachRemaining(properties::add);
    assertThat(properties)
        .isEqualTo(
            Arrays.stream(answer.getRecordComponents()).map(RecordComponent::getName).toList());
  }

  @Test
  void whatMayBeNullSaysSo() throws IOException {
    JsonNode schemas = JSON.readTree(KEPT.toFile()).path("components").path("schemas");

    assertThat(schemas.at("/PartitionLag/properties/committed/type").toString())
        .isEqualTo("[\"integer\",\"null\"]");
    assertThat(schemas.at("/PartitionLag/properties/end/type").asText()).isEqualTo("integer");
    assertThat(schemas.at("/ReplayPlan/properties/change/anyOf/1/type").asText()).isEqualTo("null");
    assertThat(schemas.at("/Rows/properties/rows/items/items/type").toString())
        .isEqualTo("[\"string\",\"null\"]");
    assertThat(schemas.at("/JournalLines/properties/phase/enum"))
        .hasSize(Answers.Phase.values().length);
  }

  @Test
  void enumerationsAreThoseOfTheParts() {
    assertThat(values(Verb.REPLAY_RUN, "mode"))
        .containsExactlyInAnyOrderElementsOf(words(UpsertRequest.Mode.class));
    assertThat(values(Verb.JOB_START, "from"))
        .containsExactlyInAnyOrderElementsOf(words(IngestJobs.StartFrom.class));
    assertThat(values(Verb.DEAD_LETTERS_LIST, "which"))
        .containsExactlyInAnyOrderElementsOf(words(DeadLetterVerbs.Which.class));
    assertThat(values(Verb.DEAD_LETTERS_REDRIVE, "reason"))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(UndecodableException.Reason.values()).map(Enum::name).toList());
  }

  private static String made() {
    return OpenApi.document().toPrettyString() + "\n";
  }

  private static List<String> values(Verb verb, String name) {
    return Request.of(verb).parameter(name).orElseThrow().values();
  }

  private static <E extends Enum<E>> List<String> words(Class<E> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(e -> e.name().toLowerCase(Locale.ROOT).replace('_', '-'))
        .toList();
  }

  private static JsonNode operation(Verb verb) throws IOException {
    JsonNode operation =
        JSON.readTree(KEPT.toFile())
            .path("paths")
            .path(verb.path())
            .path(verb.effect() == Verb.Effect.LOOKS ? "get" : "post");
    assertThat(operation.isObject()).as("%s in %s", verb, KEPT).isTrue();
    return operation;
  }

  private static SwaggerParseResult parse(String json) {
    return new OpenAPIV3Parser().readContents(json);
  }
}
