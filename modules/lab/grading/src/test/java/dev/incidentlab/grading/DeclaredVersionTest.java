package dev.incidentlab.grading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incidentlab.drill.Finding;
import dev.incidentlab.drill.Outcome;
import dev.incidentlab.schema.Contracts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows are compared as the version has them that the table itself declares. */
class DeclaredVersionTest {
  private static final Map<String, String> VERSION_2 = version("2");

  @TempDir private Path directory;
  private SmallWorld world;
  private final List<Published> earlier = new ArrayList<>();
  private final List<Published> later = new ArrayList<>();

  /** Events of both versions, not in the table yet. */
  @BeforeEach
  void publish() throws IOException {
    world = SmallWorld.withBilling(directory);
    earlier.addAll(world.publishAds(10));
    for (int i = 0; i < 10; i++) {
      later.add(world.ads().publishV2(i % 2, world.adEventV2()));
    }
  }

  @AfterEach
  void close() throws IOException {
    world.close();
  }

  private static Map<String, String> version(String declared) {
    return Map.of(Contracts.READER_VERSION_PROPERTY, declared);
  }

  private static List<Published> inVersion1(Collection<Published> events) {
    return events.stream().map(Published::inVersion1).toList();
  }

  @Test
  void atVersion1AViewThroughIsUnknown() throws InterruptedException {
    world.ads().ingest(earlier);
    world.ads().ingest(inVersion1(later));

    assertHolds(1);
  }

  @Test
  void anEvolvedTableWithEveryValueOfVersion2Holds() throws InterruptedException {
    world.ads().ingest(earlier);
    world.ads().ingest(inVersion1(later));
    world.ads().evolve(2, VERSION_2);
    world.ads().upsert(later);

    assertHolds(2);
  }

  @Test
  void rowsThatNobodyReadAgainAreAltered() throws InterruptedException {
    world.ads().ingest(earlier);
    world.ads().ingest(inVersion1(later));
    world.ads().evolve(2, VERSION_2);

    Finding finding = world.judge("ledger");

    assertThat(finding.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(finding.observed()).contains("missing 0, duplicate 0, fabricated 0, altered 10");
    assertThat(finding.examples())
        .allSatisfy(
            e ->
                assertThat(e)
                    .endsWith(
                        "event_type should be 'VIEW_THROUGH' and is 'UNKNOWN', attribution should be {model 'linear', window_days 7} and is null"));
  }

  @Test
  void aMixtureIsAlteredWhereItIsNotReadAgain() throws InterruptedException {
    world.ads().ingest(earlier);
    world.ads().ingest(inVersion1(later));
    world.ads().evolve(2, VERSION_2);
    world.ads().upsert(later.subList(0, 7));

    assertThat(world.judge("ledger").observed())
        .contains("missing 0, duplicate 0, fabricated 0, altered 3");
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("wrongValues")
  void everyValueOfVersion2IsCompared(String column, Object value, String shown)
      throws InterruptedException {
    world.ads().evolve(2, VERSION_2);
    world.ads().ingest(earlier);
    world.ads().ingest(later.subList(1, 10));
    world.ads().ingest(List.of(later.get(0).with(column, value)));

    Finding finding = world.judge("ledger");

    assertThat(finding.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(finding.observed()).contains("missing 0, duplicate 0, fabricated 0, altered 1");
    assertThat(finding.examples()).singleElement().asString().endsWith(shown);
  }

  static Stream<Arguments> wrongValues() {
    String attribution = "attribution should be {model 'linear', window_days 7} and is ";
    return Stream.of(
        Arguments.of("attribution", null, attribution + "null"),
        Arguments.of(
            "attribution",
            SmallWorld.attribution("last_click", 7),
            attribution + "{model 'last_click', window_days 7}"),
        Arguments.of(
            "attribution",
            SmallWorld.attribution("linear", 30),
            attribution + "{model 'linear', window_days 30}"),
        Arguments.of(
            "event_type", "UNKNOWN", "event_type should be 'VIEW_THROUGH' and is 'UNKNOWN'"),
        Arguments.of("spend_micros", 1L, " and is 1"));
  }

  @Test
  void anAttributionThatNoWriterWroteIsAltered() throws InterruptedException {
    world.ads().evolve(2, VERSION_2);
    world.ads().ingest(later);
    List<Published> rows = new ArrayList<>(earlier);
    GenericRecord invented = world.adEventV2();
    Published plain = rows.remove(0);
    plain
        .event()
        .getSchema()
        .getFields()
        .forEach(
            f -> {
              if (!f.name().equals("event_type")) {
                invented.put(f.name(), plain.event().get(f.pos()));
              }
            });
    world.ads().ingest(rows);
    world
        .ads()
        .ingest(
            List.of(
                new Published(plain.partition(), plain.offset(), invented)
                    .with("event_type", plain.event().get("event_type").toString())));

    assertThat(world.judge("ledger").examples())
        .singleElement()
        .asString()
        .endsWith("attribution should be null and is {model 'linear', window_days 7}");
  }

  /** What columns the table gets, what it declares, and what the ledger oracle says of it. */
  static Stream<Arguments> misfits() {
    return Stream.of(
        Arguments.of(
            2,
            Map.of(),
            "declares version 1 of ad-event, but has column attribution of type struct"),
        Arguments.of(
            2, version("3"), "declares version '3' of ad-event, which has versions 1 to 2"),
        Arguments.of(2, version("two"), "declares version 'two' of ad-event"),
        Arguments.of(2, version("-2"), "declares version '-2' of ad-event"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("misfits")
  void anEvolvedTableThatDoesNotDeclareItFails(
      int columns, Map<String, String> declared, String why) throws InterruptedException {
    world.ads().ingest(earlier);
    world.ads().evolve(columns, declared);
    world.ads().ingest(later);

    assertMisfit(why);
  }

  @Test
  void aDeclarationWithoutItsColumnsFails() throws IOException, InterruptedException {
    remake(1, VERSION_2);
    world.ads().ingest(earlier);
    world.ads().ingest(inVersion1(later));

    assertMisfit("declares version 2 of ad-event, but lacks column attribution of type struct");
  }

  @Test
  void noDeclarationAtAllFailsHoweverRightTheRows() throws IOException, InterruptedException {
    remake(1, Map.of());
    world.ads().ingest(earlier);
    world.ads().ingest(inVersion1(later));

    assertMisfit(
        "declares no version of ad-event to be read by (table property lab.reader-version)");
  }

  @Test
  void aTableThatIsEvolvedWhileItIsReadIsAnError() throws InterruptedException {
    world.ads().ingest(earlier);
    world
        .time()
        .onPause(
            pause -> {
              if (pause == 1) {
                world.ads().evolve(2, VERSION_2);
              }
            });

    Finding finding = world.judge("ledger");

    assertThat(finding.outcome()).isEqualTo(Outcome.ERROR);
    assertThat(finding.observed()).contains("was evolved while it was looked at");
  }

  private void remake(int columns, Map<String, String> declared) throws IOException {
    try (Stream<Path> files = Files.walk(world.ads().subject().tableDirectory())) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
    world.ads().makeTable(columns, declared);
  }

  private void assertHolds(int version) throws InterruptedException {
    Finding finding = world.judge("ledger");
    assertThat(finding.outcome()).as(finding.toString()).isEqualTo(Outcome.PASS);
    assertThat(finding.observed())
        .contains("20 rows in fact_ad_events")
        .contains("read as version %d), 0 unresolved".formatted(version));
  }

  private void assertMisfit(String why) throws InterruptedException {
    Finding finding = world.judge("ledger");
    assertThat(finding.outcome()).as(finding.toString()).isEqualTo(Outcome.FAIL);
    assertThat(finding.examples()).first().asString().startsWith("table fact_ad_events " + why);
  }
}
