package dev.incidentlab.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** What a responder sees of topics and tables, before and after a replay of chosen offsets. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LookingIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path runs;

  private LabUnderTest lab;

  @BeforeAll
  void bringToThePage() {
    lab = new LabUnderTest(runs);
    lab.ok("drill", "pinned-schema", "--seed", "7");
  }

  @AfterAll
  void stop() {
    lab.lab("stop", "--all");
  }

  /** The page is a good moment for it: of the two jobs one runs. */
  @Test
  @Order(0)
  void metricsTellWhatTheVerbsTell() throws Exception {
    HttpResponse<String> scraped =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(lab.address().url() + "/metrics")).build(),
                HttpResponse.BodyHandlers.ofString());

    assertThat(scraped.statusCode()).isEqualTo(200);
    Map<String, Double> metrics =
        scraped
            .body()
            .lines()
            .filter(line -> !line.startsWith("#"))
            .map(line -> line.replace("incidentlab_", "").split(" "))
            .collect(Collectors.toMap(words -> words[0], words -> Double.parseDouble(words[1])));
    assertThat(metrics)
        .containsEntry("job_running{job=\"ingest-fact_ad_events\"}", 0.0)
        .containsEntry("job_running{job=\"ingest-fact_billing\"}", 1.0)
        .containsEntry("alerts_firing{severity=\"page\"}", 1.0)
        .containsEntry("dead_letters_total{topic=\"ad-events\"}", 0.0)
        .containsEntry("component_up{component=\"registry\"}", 1.0)
        .containsEntry("gate_passed{gate=\"fact_billing.volume\"}", 1.0);
    assertThat(metrics.get("table_freshness_seconds{table=\"fact_ad_events\"}")).isGreaterThan(600);
    double published = metrics.get("topic_records_total{topic=\"ad-events\"}");
    double lag = metrics.get("ingest_lag_records{table=\"fact_ad_events\"}");
    double rows = metrics.get("table_rows{table=\"fact_ad_events\"}");
    // Lag is looked at first, and the producer does not wait.
    assertThat(lag).isPositive().isLessThanOrEqualTo(published - rows);
    double commits = metrics.get("commit_duration_seconds_count{table=\"fact_billing\"}");
    double seconds = metrics.get("commit_duration_seconds_sum{table=\"fact_billing\"}");
    assertThat(seconds / commits).isBetween(0.0005, 10.0);
    assertThat(metrics)
        .containsKey("unanswered{look=\"commits\"}")
        .allSatisfy(
            (name, value) -> assertThat(name.startsWith("unanswered") && value > 0).isFalse());
  }

  @Test
  @Order(1)
  void recordsAreShownByTheSchemaThatWroteThemPageByPage() {
    String first = lab.ok("records", "ad-events", "--partition", "0", "--limit", "1");
    String afterRollOut =
        lab.ok("records", "ad-events", "--partition", "0", "--at", "09:21", "--limit", "1");

    assertThat(first)
        .contains("ad-events-0 offset 0  05:45", "\"spend_micros\"", "--offsets 0=1")
        .doesNotContain("attribution");
    assertThat(afterRollOut).contains("09:21:0", "\"attribution\"");
    assertThat(lab.ok("records", "ad-events", "--offsets", "0=1", "--limit", "1"))
        .contains("ad-events-0 offset 1 ");
    assertThat(lab.ok("records", "feature-flags", "--limit", "1")).contains("defaultVariant");
    assertRefused("is no topic of this lab; topics:", "records", "nosuch");
  }

  @Test
  @Order(2)
  void theHistoryNamesTheJobAndWhereItHasCome() {
    assertThat(lab.ok("table", "history", "fact_ad_events"))
        .contains("streaming update", "ingest-fact_ad_events", "moved ad-events-0 to");
  }

  @Test
  @Order(3)
  void filesAreThoseOfAVersion() {
    assertThat(lab.ok("table", "files", "fact_ad_events", "--version", "0"))
        .contains("version 0: 0 files, 0 rows");
    assertThat(lab.ok("table", "files", "fact_ad_events", "--limit", "2"))
        .contains("event_date=", "files with earlier events");
    assertRefused("has no version 9999", "table", "files", "fact_ad_events", "--version", "9999");
  }

  @Test
  @Order(3)
  void whoWatchesIsToldAsMuchAsByAVerdictAndLeavesNoTrace() throws IOException {
    assertThat(lab.lab("grade").text())
        .contains("FAIL  ledger", "some rows are missing, some altered", "grade: FAIL");
    assertThat(lab.lab("watch", "--once").text())
        .contains("left", "the page is out", "FAIL  forward-progress");

    assertThat(JSON.readTree(lab.ok("journal", "--json")).path("lines"))
        .isNotEmpty()
        .noneMatch(line -> line.path("kind").asText().matches("VERB|VERDICT"));
  }

  @Test
  @Order(4)
  void sqlSeesTheTablesAsTheyAreAndWere() {
    assertThat(
            lab.ok(
                "sql",
                "select max(event_ts) < '2026-03-03 07:30' x from fact_ad_events",
                "--at",
                "07:30"))
        .contains("true");
    assertThat(lab.ok("sql", "select count(*) n from fact_ad_events", "--version", "0", "--json"))
        .contains("\"rows\":[[\"0\"]]");
    assertRefused("table function read_csv is not allowed", "sql", "from read_csv('/etc/passwd')");
    assertRefused("is no statement that only reads", "sql", "attach '/tmp/x.db'");
    assertRefused("Table with name nosuch does not exist", "sql", "from nosuch");
  }

  @Test
  @Order(5)
  void whatWasInjectedIsToldByNoAnswer() throws IOException, InterruptedException {
    new UntoldTruth(lab).isKept();
  }

  @Test
  @Order(6)
  void theBlastRadiusIsMeasuredAndSaidBeforeAnythingIsRepaired() throws IOException {
    assertThat(lab.lab("verify").text())
        .contains("some rows are missing, some altered", "fact_billing: as published")
        .doesNotContain("altered: ", "missing: ", "records of ad-events are not in");
    JsonNode pinned = JSON.readTree(lab.ok("replay", "plan", "--from", "07:30", "--json"));
    lab.ok("flag", "set", "ingest.decoder", "registry");
    JsonNode plan = JSON.readTree(lab.ok("replay", "plan", "--from", "07:30", "--json"));

    // The decoder that wrote the rows finds nothing wrong with them.
    assertThat(pinned.at("/change/updated").asLong()).isZero();
    assertThat(plan.at("/change/decoder").asText()).isEqualTo("registry");
    assertThat(plan.at("/change/updated").asLong()).isBetween(10_000L, 40_000L);
    assertThat(plan.at("/change/inserted").asLong()).isZero();
    assertThat(plan.at("/change/read").asLong()).isEqualTo(plan.path("records").asLong());
    JsonNode quick =
        JSON.readTree(lab.ok("replay", "plan", "--from", "07:30", "--quick", "--json"));
    assertThat(quick.path("change").isNull()).isTrue();

    assertRefused("there is none before the end", "score");
    assertRefused(
        "affected has 'nosuch'",
        "diagnose",
        "--component",
        "ingest",
        "--mechanism",
        "schema-mismatch",
        "--affected",
        "nosuch");
    List<String> firstBad = new ArrayList<>();
    for (int partition = 0; partition < 4; partition++) {
      firstBad.add("ad-events/%d=%d".formatted(partition, firstOfVersion2(partition)));
    }
    String said =
        lab.ok(
            "diagnose",
            "--component",
            "ingest",
            "--mechanism",
            "schema-mismatch",
            "--affected",
            "fact_ad_events,exec_dashboard,attribution_mart,ml_features",
            "--unaffected",
            "fact_billing,finance_daily",
            "--first-bad",
            String.join(",", firstBad),
            "--since",
            "07:30",
            "--missing",
            missing(),
            "--wrong",
            plan.at("/change/updated").asText(),
            "--schema-versions",
            "1,2",
            "--changed-fields",
            "attribution,event_type");
    assertThat(said).contains("judged by `verify --final`").doesNotContain("right");
  }

  @Test
  @Order(8)
  void lineageTellsWhatIsAffectedWhatIsNotAndFromWhichEvents() throws IOException {
    JsonNode placement = lineage("fact_ad_events", "--column", "placement");
    JsonNode spend = lineage("ad-events", "--column", "spend_micros");
    JsonNode ads = lineage("ad-events");

    assertThat(names(placement, "reached")).containsExactly("ml_features");
    assertThat(placement.at("/reached/0/columns/0").asText()).isEqualTo("placed_share");
    assertThat(names(placement, "others")).contains("exec_dashboard", "finance_daily");
    assertThat(names(spend, "reached"))
        .contains("fact_ad_events", "exec_dashboard", "attribution_mart", "ml_features");
    assertThat(names(ads, "others"))
        .containsExactly(
            "billing-events", "billing-events.dead-letters", "fact_billing", "finance_daily");
    assertThat(ads.path("reached"))
        .filteredOn(reached -> !reached.path("evidence").isNull())
        .extracting(reached -> reached.path("name").asText())
        .contains("fact_ad_events", "attribution_mart", "exec_dashboard", "ml_features");
    assertThat(names(lineage("finance_daily", "--upstream"), "reached"))
        .containsExactly("billing-events", "billing-events.dead-letters", "fact_billing");
    assertThat(lab.ok("lineage", "ad-events"))
        .contains("NOT affected: billing-events,", "joined with what is declared");
    assertRefused("'nosuch' is no dataset of this lab; datasets: [ad-events", "lineage", "nosuch");
    assertRefused(
        "ad-events has no column 'nosuch'; columns:", "lineage", "ad-events", "--column", "nosuch");

    List<JsonNode> ingest = eventsOf("ingest-fact_ad_events");
    assertThat(ingest).extracting(e -> e.path("eventType").asText()).startsWith("START", "RUNNING");
    JsonNode failed = ingest.get(ingest.size() - 1);
    assertThat(failed.path("eventType").asText()).isEqualTo("FAIL");
    assertThat(failed.at("/run/facets/errorMessage/message").asText())
        .contains("Enumeration out of range");
    List<JsonNode> replay = eventsOf("replay-fact_ad_events");
    assertThat(replay)
        .extracting(e -> e.path("eventType").asText())
        .containsExactly("START", "COMPLETE");
    assertThat(replay.get(1).at("/run/facets/incidentLab_story/updated").asLong()).isPositive();
    assertThat(eventsOf("exec_dashboard"))
        .anySatisfy(
            e -> {
              assertThat(e.path("eventType").asText()).isEqualTo("COMPLETE");
              assertThat(e.toString()).contains("dataQualityAssertions", "rowCount");
            });
  }

  private JsonNode lineage(String... words) throws IOException {
    List<String> command = new ArrayList<>(List.of("lineage"));
    command.addAll(List.of(words));
    command.add("--json");
    return JSON.readTree(lab.ok(command.toArray(String[]::new)));
  }

  private static List<String> names(JsonNode answer, String list) {
    List<String> names = new ArrayList<>();
    answer.path(list).forEach(item -> names.add(item.path("name").asText()));
    return names;
  }

  private List<JsonNode> eventsOf(String job) throws IOException {
    List<JsonNode> events = new ArrayList<>();
    for (String line : Files.readAllLines(lab.runFolder().resolve("lineage.jsonl"))) {
      JsonNode event = JSON.readTree(line);
      if (event.at("/job/name").asText().equals(job)) {
        events.add(event);
      }
    }
    return events;
  }

  @Test
  @Order(9)
  void theEndScoresEachDimension() {
    lab.ok("ack");
    lab.ok("say", "rows are wrong since 07:30");
    lab.ok("flag", "set", "ingest.dead-letters", "on");
    lab.ok("job", "restart", "fact_ad_events");
    lab.ok("lag", "--wait");
    lab.ok("replay", "run", "--from", "07:30");
    lab.rebuildDownstream();
    lab.ok("clock", "resume", "--pace", "30");

    String end = lab.ok("verify", "--final");

    assertThat(end)
        .contains("verdict: PASS", "times do not bind", "diagnosis: 11 of 11 parts are right")
        .contains("detect harm", "detect outage", "before the deadline")
        .contains("collateral: none", "communication: at the cadence asked for")
        .contains("hints: 0 of 4, at 0 points", "prevention: not tried in this run")
        .containsPattern("mitigate +[0-9]+ min [0-9]+ s story")
        .containsPattern("recover +[0-9]+ min [0-9]+ s story");
    assertThat(lab.ok("score")).contains("diagnosis: 11 of 11 parts are right");
    assertThat(lab.runFolder().resolve("report.json"))
        .content()
        .contains("\"outcome\" : \"PASS\"", "\"first bad offsets\"");
  }

  /** The field that version 2 added shows in the record as its writer's schema reads it. */
  private long firstOfVersion2(int partition) throws IOException {
    String json =
        lab.ok(
            "records",
            "ad-events",
            "--partition",
            String.valueOf(partition),
            "--at",
            "07:30",
            "--limit",
            "100",
            "--json");
    for (JsonNode record : JSON.readTree(json).path("records")) {
      if (record.toString().contains("attribution")) {
        return record.path("offset").asLong();
      }
    }
    throw new AssertionError("no record of version 2 in partition " + partition);
  }

  /** What waits in the topic, but for the three records that nobody can read. */
  private String missing() throws IOException {
    long behind = 0;
    for (JsonNode partition : JSON.readTree(lab.ok("lag", "--json")).path("partitions")) {
      boolean ads = partition.path("topic").asText().equals("ad-events");
      behind += ads ? partition.path("behind").asLong() : 0;
    }
    return String.valueOf(behind - 3);
  }

  @Test
  @Order(7)
  void aReplayFromOffsetsShowsInHistoryAndAsDifferencesOfRows() throws IOException {
    Path offsets = Files.writeString(runs.resolve("offsets"), "# affected\n0: 110000\n");
    Path broken = Files.writeString(runs.resolve("broken"), "0: 1\nzero\n");
    lab.ok("flag", "set", "ingest.decoder", "registry");

    assertRefused("broken line 2 is 'zero'", "replay", "plan", "--from-offsets", broken.toString());
    assertThat(lab.ok("replay", "run", "--from-offsets", offsets.toString()))
        .contains("110\u2009000", "proof: read = inserted + updated");

    String history = lab.ok("table", "history", "fact_ad_events", "--limit", "1");
    long version =
        Long.parseLong(history.lines().skip(1).findFirst().orElseThrow().trim().split(" ")[0]);
    assertThat(history).contains("merge", "replay-1");
    assertThat(lab.ok("table", "diff", "fact_ad_events", "--from", String.valueOf(version - 1)))
        .contains("0 rows added, 0 removed,", "spend_micros: ")
        .doesNotContain(" 0 changed");
  }

  @Test
  @Order(8)
  void aReplayMayBeginAtTheTopicsFirstRecord() {
    assertThat(lab.ok("replay", "plan", "--to-earliest", "--to", "06:30"))
        .contains("from 05:45:00 to 06:30:00")
        .containsPattern("\\n +3 +0 ");
  }

  private void assertRefused(String message, String... words) {
    LabUnderTest.Output output = lab.lab(words);
    assertThat(output.status()).isEqualTo(2);
    assertThat(output.text()).contains(message).doesNotContain("\tat ");
  }
}
