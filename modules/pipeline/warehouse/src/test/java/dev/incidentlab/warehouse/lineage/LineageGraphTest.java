package dev.incidentlab.warehouse.lineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incidentlab.warehouse.lineage.JobRun.Progress;
import dev.incidentlab.warehouse.lineage.LineageGraph.Reach;
import dev.incidentlab.warehouse.lineage.LineageGraph.Step;
import dev.incidentlab.warehouse.lineage.TablePipeline.Way;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineageGraphTest {
  @TempDir Path folder;

  private final LineageGraph declared = new LineageGraph(Platform.declared(), new Observed());

  private static Map<String, Set<String>> columns(Reach reach) {
    return reach.reached().stream()
        .collect(Collectors.toMap(step -> step.dataset().name(), Step::columns));
  }

  private Map<String, Set<String>> reach(String dataset, String column) {
    return columns(declared.downstream(declared.dataset(dataset), Optional.of(column)));
  }

  private static List<String> names(List<Dataset> datasets) {
    return datasets.stream().map(Dataset::name).toList();
  }

  @Test
  void placementReachesFeaturesAndNotTheDashboard() {
    Map<String, Set<String>> reached = reach("fact_ad_events", "placement");

    assertThat(reached).containsOnly(Map.entry("ml_features", Set.of("placed_share")));
    assertThat(
            names(
                declared
                    .downstream(Dataset.table("fact_ad_events"), Optional.of("placement"))
                    .others()))
        .contains("exec_dashboard", "exec_dashboard.tiles", "attribution_mart", "finance_daily");
  }

  @Test
  void spendReachesAllThatIsMadeOfAds() {
    assertThat(reach("ad-events", "spend_micros"))
        .containsOnly(
            Map.entry("ad-events.dead-letters", Set.of("spend_micros")),
            Map.entry("fact_ad_events", Set.of("spend_micros")),
            Map.entry("exec_dashboard", Set.of("spend_micros")),
            Map.entry("attribution_mart", Set.of("spend_micros")),
            Map.entry("ml_features", Set.of("micros_per_click")),
            Map.entry("exec_dashboard.tiles", Set.of("spend")));
  }

  @Test
  void aColumnThatDecidesWhichRowsThereAreReachesEveryColumn() {
    Map<String, Set<String>> reached = reach("ad-events", "event_ts");

    assertThat(reached.get("fact_ad_events")).containsExactly("event_date", "event_ts");
    assertThat(reached.get("exec_dashboard")).contains("impressions", "slice_start");
    assertThat(reached.get("ml_features")).contains("placed_share", "click_through_rate");
  }

  @Test
  void nothingOfAdsReachesFinance() {
    Reach ads = declared.downstream(Dataset.topic("ad-events"), Optional.empty());

    assertThat(columns(ads).keySet())
        .containsExactlyInAnyOrder(
            "ad-events.dead-letters",
            "fact_ad_events",
            "exec_dashboard",
            "attribution_mart",
            "ml_features",
            "exec_dashboard.tiles");
    assertThat(names(ads.others()))
        .containsExactly(
            "billing-events", "billing-events.dead-letters", "fact_billing", "finance_daily");
    for (String column : Columns.fields(Platform.ADS_SCHEMA)) {
      assertThat(reach("ad-events", column)).doesNotContainKeys("finance_daily", "fact_billing");
    }
  }

  @Test
  void upstreamIsTheOtherWayRound() {
    Dataset features = Dataset.model("ml_features");

    assertThat(columns(declared.upstream(Dataset.model("finance_daily"), Optional.empty())))
        .containsOnlyKeys("fact_billing", "billing-events", "billing-events.dead-letters");
    Map<String, Set<String>> placed =
        columns(declared.upstream(features, Optional.of("placed_share")));
    assertThat(placed.get("fact_ad_events"))
        .containsExactly("campaign_id", "event_ts", "placement");
    assertThat(placed.get("ad-events")).containsExactly("campaign_id", "event_ts", "placement");
    assertThat(names(declared.upstream(features, Optional.of("placed_share")).others()))
        .contains("exec_dashboard", "fact_billing");
  }

  @Test
  void badNamesAreToldWithGoodOnes() {
    assertThatThrownBy(() -> declared.dataset("nosuch"))
        .hasMessageStartingWith("'nosuch' is no dataset of this lab; datasets: [ad-events, ")
        .hasMessageContaining("finance_daily");
    assertThatThrownBy(
            () -> declared.downstream(Dataset.table("fact_billing"), Optional.of("placement")))
        .hasMessageStartingWith("fact_billing has no column 'placement'; columns: [")
        .hasMessageContaining("amount_micros");
  }

  @Test
  void whatWasSeenIsToldFromWhatIsOnlyDeclared() throws InterruptedException {
    try (Lineage lineage = Platform.lineage(folder.resolve("lineage.jsonl"))) {
      JobRun run =
          lineage.started(
              Platform.ADS,
              Way.INGEST,
              UUID.randomUUID(),
              Platform.WALL,
              Platform.ADS_SCHEMA,
              List.of());
      assertThat(evidence(lineage, "fact_ad_events")).isEmpty();

      run.running(new Progress(Optional.of(3L), 10, 0, List.of()));
      run.running(new Progress(Optional.of(4L), 20, 0, List.of()));

      assertThat(evidence(lineage, "fact_ad_events"))
          .contains(new Evidence(2, "ingest-fact_ad_events", Platform.STORY.toString(), "4"));
      assertThat(evidence(lineage, "ad-events.dead-letters")).isEmpty();
      run.failed(new Progress(Optional.of(4L), 20, 2, List.of()), "no such symbol");
      assertThat(evidence(lineage, "ad-events.dead-letters").orElseThrow().version())
          .isEqualTo("2");
      assertThat(lineage.graph().downstream(Dataset.topic("ad-events"), Optional.empty()).events())
          .isEqualTo(4);
    }
  }

  @Test
  void aFieldThatTheTableHasNotReachesDeadLettersOnly() throws InterruptedException {
    try (Lineage lineage = Platform.lineage(folder.resolve("lineage.jsonl"))) {
      JobRun run =
          lineage.started(
              Platform.ADS,
              Way.INGEST,
              UUID.randomUUID(),
              Platform.WALL,
              Platform.ADS_SCHEMA,
              List.of());
      run.running(
          new Progress(
              Optional.of(3L), 10, 0, List.of(new Columns.Column("attribution", "record"))));

      Reach reach =
          lineage.graph().downstream(Dataset.topic("ad-events"), Optional.of("attribution"));

      assertThat(columns(reach))
          .containsOnly(Map.entry("ad-events.dead-letters", Set.of("attribution")));
      assertThat(names(reach.others())).contains("fact_ad_events");
    }
  }

  private static Optional<Evidence> evidence(Lineage lineage, String dataset)
      throws InterruptedException {
    return lineage
        .graph()
        .downstream(Dataset.topic("ad-events"), Optional.empty())
        .reached()
        .stream()
        .filter(step -> step.dataset().name().equals(dataset))
        .findFirst()
        .orElseThrow()
        .evidence();
  }
}
