package dev.incidentlab.warehouse.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.incidentlab.warehouse.lineage.DeclaredLineage;
import dev.incidentlab.warehouse.lineage.EventRules;
import dev.incidentlab.warehouse.lineage.Lineage;
import dev.incidentlab.warehouse.lineage.Lineage.Surroundings;
import dev.incidentlab.warehouse.lineage.ModelLineage;
import dev.incidentlab.warehouse.lineage.Parent;
import dev.incidentlab.warehouse.models.ProjectReader;
import dev.incidentlab.warehouse.runs.SmallPlatform.Ad;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineageOfRunsTest {
  private static final Instant T0800 = Instant.parse("2026-03-03T08:00:00Z");
  private static final Instant T0900 = Instant.parse("2026-03-03T09:00:00Z");
  private static final String EXEC = "exec_dashboard";
  private static final String MART = "attribution_mart";

  @TempDir Path folder;
  private SmallPlatform platform;
  private Lineage lineage;

  @BeforeEach
  void make() {
    platform = new SmallPlatform(folder);
    listen();
  }

  @AfterEach
  void close() {
    lineage.close();
    platform.close();
  }

  private void listen() {
    lineage =
        new Lineage(
            folder.resolve(Lineage.FILE),
            Optional.empty(),
            new Parent("lab", new UUID(0, 1)),
            () ->
                DeclaredLineage.of(
                    List.of(),
                    ProjectReader.standard(),
                    table -> platform.tables.get(table).schema(),
                    platform.warehouse()),
            new Surroundings(
                dataset -> URI.create("file:///run/" + dataset.name()),
                InstantSource.system(),
                () -> T0900),
            trouble -> {
              throw new AssertionError(trouble);
            });
    ModelLineage models =
        new ModelLineage(lineage, ProjectReader.standard(), folder.resolve("downstream"));
    models.goOn(platform.downstream.runs());
    platform.also = models;
  }

  private static Instant at(int minute) {
    return T0900.plus(Duration.ofMinutes(minute));
  }

  /** Events of a run, in their order. */
  private List<JsonNode> of(String run) throws InterruptedException {
    lineage.graph();
    return EventRules.read(folder.resolve(Lineage.FILE)).stream()
        .filter(e -> e.at("/run/facets/incidentLab_story/run").asText().equals(run))
        .toList();
  }

  private static List<String> types(List<JsonNode> events) {
    return events.stream().map(e -> e.path("eventType").asText()).toList();
  }

  private void steady() {
    platform
        .ads(Ad.at(T0800.plusSeconds(60), 5_000), Ad.at(T0900, 7_000))
        .billing(T0900)
        .billing(at(40));
    platform.downstream.step(T0900);
  }

  @Test
  void aRunTellsItsSqlWhatItReadItsGatesAndWhatItWrote() throws InterruptedException {
    steady();

    List<JsonNode> events = of("exec_dashboard-1");

    assertThat(types(events)).containsExactly("START", "COMPLETE");
    JsonNode start = events.get(0);
    assertThat(start.at("/job/facets/sql/query").asText()).contains("from fact_ad_events");
    assertThat(
            start
                .at("/outputs/0/facets/columnLineage/fields/spend_micros/inputFields/0/field")
                .asText())
        .isEqualTo("spend_micros");
    JsonNode complete = events.get(1);
    assertThat(complete.at("/run/runId").asText()).isEqualTo(start.at("/run/runId").asText());
    assertThat(complete.at("/inputs/0/facets/version/datasetVersion").asText())
        .isEqualTo(String.valueOf(platform.last(EXEC).versions().get("fact_ad_events")));
    JsonNode assertions = complete.at("/inputs/0/inputFacets/dataQualityAssertions/assertions");
    assertThat(assertions)
        .anySatisfy(
            a -> {
              assertThat(a.path("name").asText()).isEqualTo("fact_ad_events.event_id.uniqueness");
              assertThat(a.path("column").asText()).isEqualTo("event_id");
              assertThat(a.path("success").asBoolean()).isTrue();
              assertThat(a.path("severity").asText()).isEqualTo("error");
            })
        // Of two rows nobody can say what share of them is null.
        .noneSatisfy(a -> assertThat(a.path("name").asText()).contains("null-ratio"));
    assertThat(complete.at("/outputs/0/facets/version/datasetVersion").asText())
        .isEqualTo("exec_dashboard-1");
    JsonNode written = complete.at("/outputs/0/outputFacets/outputStatistics");
    assertThat(written.path("rowCount").asLong()).isEqualTo(2);
    assertThat(written.path("fileCount").asLong()).isEqualTo(2);
    assertThat(written.path("size").asLong()).isPositive();
    assertThat(complete.at("/run/facets/incidentLab_story/slices"))
        .extracting(JsonNode::asText)
        .containsExactly(T0800.toString(), T0900.toString());
  }

  @Test
  void aRunThatWaitsHasBegunAndOneThatMissedItsSlotHasNot() throws InterruptedException {
    steady();
    platform.downstream.step(at(5));
    platform.downstream.step(at(10));
    platform.downstream.step(at(15));
    String missed =
        platform.downstream.runs().stream()
            .filter(run -> run.state() == ModelRun.State.MISSED)
            .findFirst()
            .orElseThrow()
            .id();

    assertThat(types(of(platform.last(MART).id()))).containsExactly("START");
    assertThat(types(of(missed))).containsExactly("ABORT");
    assertThat(of(missed).get(0).at("/run/facets/errorMessage/message").asText())
        .contains("no free slot");

    platform.downstream.pause(MART, "ada", at(16));
    assertThat(types(of(platform.last(MART).id()))).containsExactly("START", "ABORT");
  }

  @Test
  void aSliceThatAGateHeldBackIsAFailureThatNamesTheGate() throws InterruptedException {
    steady();
    Ad twice = Ad.at(at(4), 7_000);
    platform.ads(twice).ads(twice);

    platform.downstream.step(at(5));

    List<JsonNode> events = of(platform.last(EXEC).id());
    assertThat(types(events)).containsExactly("START", "FAIL");
    JsonNode fail = events.get(1);
    assertThat(fail.at("/run/facets/errorMessage/message").asText()).contains("uniqueness");
    assertThat(fail.at("/run/facets/incidentLab_story/state").asText()).isEqualTo("GATED");
    assertThat(fail.at("/outputs/0/facets").has("version")).isFalse();
    assertThat(fail.at("/inputs/0/inputFacets/dataQualityAssertions/assertions"))
        .anySatisfy(
            a -> {
              assertThat(a.path("name").asText()).isEqualTo("fact_ad_events.event_id.uniqueness");
              assertThat(a.path("success").asBoolean()).isFalse();
            });
  }

  @Test
  void aRunByHandThatCannotReadItsTableIsAFailure() throws InterruptedException {
    steady();
    platform.unreadable.add(SmallPlatform.ADS);

    assertThatThrownBy(() -> platform.downstream.rebuild(EXEC, T0800, T0900, "ada", at(5)))
        .hasMessageContaining("the log of fact_ad_events is gone");

    assertThat(types(of(platform.last(EXEC).id()))).containsExactly("START", "FAIL");
  }

  @Test
  void aRunThatWaitsGoesOnAfterACrashAndIsNotBegunAgain() throws InterruptedException {
    steady();
    platform.downstream.step(at(5));
    String waiting = platform.last(MART).id();
    lineage.close();
    platform.open();
    listen();

    platform.ads(Ad.at(at(6), 7_000));
    platform.downstream.step(at(7));

    assertThat(types(of(waiting))).containsExactly("START", "COMPLETE");
  }
}
