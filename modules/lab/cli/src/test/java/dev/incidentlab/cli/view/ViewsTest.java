package dev.incidentlab.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incidentlab.api.Answers.Done;
import dev.incidentlab.api.Answers.JournalLine;
import dev.incidentlab.api.Answers.JournalLines;
import dev.incidentlab.api.Answers.OracleFinding;
import dev.incidentlab.api.Answers.Phase;
import dev.incidentlab.api.Answers.Solution;
import dev.incidentlab.api.Answers.SolutionStep;
import dev.incidentlab.api.Answers.Verdict;
import dev.incidentlab.api.ReplayAnswers.Replay;
import dev.incidentlab.api.ReplayAnswers.ReplayPlan;
import dev.incidentlab.api.ReplayAnswers.ReplayRange;
import dev.incidentlab.api.SchemaAnswers.SchemaChange;
import dev.incidentlab.api.SchemaAnswers.SchemaChanges;
import dev.incidentlab.api.SchemaAnswers.SchemaText;
import dev.incidentlab.api.SchemaAnswers.SchemaVersion;
import dev.incidentlab.api.SchemaAnswers.Schemas;
import dev.incidentlab.api.StatusAnswers.AlertView;
import dev.incidentlab.api.StatusAnswers.Alerts;
import dev.incidentlab.api.StatusAnswers.ComponentView;
import dev.incidentlab.api.StatusAnswers.Dashboard;
import dev.incidentlab.api.StatusAnswers.FlagView;
import dev.incidentlab.api.StatusAnswers.Flags;
import dev.incidentlab.api.StatusAnswers.Job;
import dev.incidentlab.api.StatusAnswers.Jobs;
import dev.incidentlab.api.StatusAnswers.Lag;
import dev.incidentlab.api.StatusAnswers.MessageView;
import dev.incidentlab.api.StatusAnswers.PartitionLag;
import dev.incidentlab.api.StatusAnswers.Status;
import dev.incidentlab.api.StatusAnswers.TableView;
import dev.incidentlab.api.StatusAnswers.Tile;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ViewsTest {
  private static final Style PLAIN = new Style(false);
  private static final Job FAILED =
      new Job(
          "fact_ad_events", "0f3a", "FAILED", 4L, "decode failed", "/run/chk/chk-41", "http://f");
  private static final AlertView PAGE =
      new AlertView(
          2,
          "freshness",
          "page",
          "firing",
          "10m old (limit: 10m)",
          "2026-11-22T09:30:00Z",
          null,
          null);

  private static String text(List<String> lines) {
    return String.join("\n", lines);
  }

  private static Status status(String now, List<Tile> tiles) {
    return new Status(
        "pinned-schema/1",
        "pinned-schema",
        "The pinned schema",
        "You are on call.",
        Phase.ON_CALL,
        now,
        1,
        "2026-11-22T09:30:00Z",
        "2026-11-22T10:00:00Z",
        List.of(FAILED),
        List.of(
            new TableView(
                "fact_ad_events", 41, 120000, "2026-11-22T09:20:00Z", 672L, 30L, 880, 1234)),
        new Dashboard("exec_dashboard", tiles),
        List.of(),
        List.of(PAGE),
        List.of(
            new MessageView(
                "finance",
                "2026-11-22T09:31:00Z",
                "Finance",
                "Is yesterday affected?",
                List.of("yes", "no"),
                false)),
        List.of(new FlagView("decoding", "pinned", List.of("pinned", "registry"), "how")),
        List.of(
            new ComponentView("kafka", true, 77, "127.0.0.1:9", 400, "/log"),
            new ComponentView("producer", false, 78, "", 0, "/log")),
        "");
  }

  @Test
  void statusShowsEverythingAtAGlance() {
    List<String> lines = StatusView.lines(status("2026-11-22T09:31:12Z", List.of()), PLAIN);

    assertThat(text(lines))
        .contains("on call   story 09:31:12 (pace 1)", "deadline 10:00 (28m 48s left)")
        .contains("Is yesterday affected?", "./lab say TEXT --to finance --answer yes|no")
        .contains("fact_ad_events  FAILED", "fact_ad_events failed: decode failed", "chk-41")
        .contains("09:20:00", "11m 12s", "30s ago", "880")
        .contains("  fact_ad_events: 1\u2009234 unresolved dead letters")
        .contains("dashboard exec_dashboard: blank")
        .contains("freshness", "10m old (limit: 10m)")
        .contains("pinned, registry")
        .contains("kafka      up", "producer   down");
    assertThat(lines).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(Style.WIDTH));
  }

  @Test
  void statusShowsTilesOfTheDashboard() {
    Tile tile = new Tile("2026-11-22T08:00:00Z", 1200, 30, 4, 55.5);

    assertThat(text(StatusView.lines(status("2026-11-22T09:31:12Z", List.of(tile)), PLAIN)))
        .contains("08:00", "1\u2009200", "55.50")
        .doesNotContain("blank");
  }

  @Test
  void afterTheDeadlineIsOvertime() {
    assertThat(text(StatusView.lines(status("2026-11-22T10:02:00Z", List.of()), PLAIN)))
        .contains("(overtime 2m 00s)");
  }

  @Test
  void thePageSaysWhatIsKnownAndWhatToDo() {
    List<String> lines = PageView.lines(status("2026-11-22T09:30:00Z", List.of()), PLAIN);

    assertThat(text(lines))
        .contains("PAGE  09:30:00 in the story")
        .contains("freshness  page since 09:30:00", "    10m old (limit: 10m)")
        .contains("10:00:00, 30m 00s from now; the clock runs at pace 1")
        .contains("127.0.0.1:9", "./lab ack", "./lab stop --run pinned-schema/1");
    assertThat(lines).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(Style.WIDTH));
  }

  @Test
  void anAcknowledgedAlertSaysByWhom() {
    AlertView acked =
        new AlertView(1, "a", "page", "acknowledged", "m", "2026-11-22T09:30:00Z", "ada", null);

    assertThat(text(AlertsView.lines(new Alerts(List.of(acked), ""), PLAIN)))
        .contains("acked by ada");
    assertThat(AlertsView.lines(new Alerts(List.of(), ""), PLAIN))
        .containsExactly("no alert has fired");
  }

  @Test
  void jobsThatNeverRanHaveDashes() {
    Job none = new Job("fact_billing", null, "NONE", null, null, null, null);

    assertThat(JobsView.lines(new Jobs(List.of(none), ""), PLAIN))
        .containsExactly(
            "JOB           STATE  FAILURES  CHECKPOINT  ID",
            "fact_billing  NONE          -  -           -");
  }

  @Test
  void jobsShowCheckpointsInFull() {
    assertThat(text(JobsView.lines(new Jobs(List.of(FAILED), ""), PLAIN)))
        .contains("fact_ad_events checkpoint: /run/chk/chk-41", "fact_ad_events page: http://f");
  }

  @Test
  void lagIsByPartition() {
    Lag lag = new Lag(List.of(new PartitionLag("ad-events", 0, null, 1000, 1500, 500)), "");

    assertThat(LagView.lines(lag, PLAIN))
        .containsExactly(
            "TOPIC      PARTITION  COMMITTED  TABLE    END  BEHIND",
            "ad-events          0          -  1\u2009000  1\u2009500     500");
  }

  @Test
  void schemas() {
    SchemaVersion two = new SchemaVersion("ad-events-value", 2, 7, "BACKWARD", "{\n  1\n}");

    assertThat(text(SchemaViews.list(new Schemas(List.of(two), ""), PLAIN)))
        .contains("ad-events-value        2   7  BACKWARD");
    assertThat(SchemaViews.show(new SchemaText(two, ""), PLAIN))
        .containsExactly(
            "ad-events-value version 2, id 7, compatibility BACKWARD", "{", "  1", "}");
  }

  @Test
  void schemaChanges() {
    SchemaChange added = new SchemaChange("added", "attribution", "before placement");

    assertThat(SchemaViews.diff(new SchemaChanges("s", 1, 2, List.of(added), ""), PLAIN))
        .containsExactly(
            "s from version 1 to 2", "CHANGE  FIELD", "added   attribution  before placement");
    assertThat(SchemaViews.diff(new SchemaChanges("s", 1, 2, List.of(), ""), PLAIN))
        .contains("no difference");
  }

  @Test
  void flagsSayWhatTheyMayBe() {
    FlagView flag = new FlagView("dead-letters", "off", List.of("on", "off"), "keep aside");

    assertThat(FlagsView.lines(new Flags(List.of(flag), ""), PLAIN))
        .containsExactly("FLAG          VARIANT  OF", "dead-letters  off      on, off  keep aside");
  }

  @Test
  void aReplaySaysWhatItReadAndWhatBecameOfIt() {
    ReplayPlan plan =
        new ReplayPlan(
            "t",
            "2026-11-22T07:30:00Z",
            "2026-11-22T09:30:00Z",
            "upsert",
            null,
            List.of(new ReplayRange(0, 100, 1300)),
            1200,
            900,
            null,
            "");
    Replay replay = new Replay("r1", plan, 1200, 280, 300, 600, 15, 5, 4, 6, 77, 2.34, 0, "");

    assertThat(text(ReplayViews.run(replay, PLAIN)))
        .contains("replay of t from 07:30:00 to 09:30:00, mode upsert")
        .contains("1\u2009200 records to read; the table has 900 rows from them")
        .containsPattern("inserted +280")
        .containsPattern("dead letters +5")
        .contains("proof: read = inserted + updated + unchanged + duplicates + dead letters")
        .contains("replay r1: 4 files rewritten, 6 added, table version 77, 2.3 s");

    Replay lost = new Replay("r1", plan, 1201, 280, 300, 600, 15, 5, 4, 6, 77, 2.34, 0, "");
    assertThat(text(ReplayViews.run(lost, PLAIN)))
        .contains("proof fails: 1\u2009201 read, but 1\u2009200 accounted for");
  }

  @Test
  void theVerdictSaysWhyOracleByOracle() {
    Verdict verdict =
        new Verdict(
            "FAIL",
            List.of(
                new OracleFinding(
                    "ledger", "FAIL", "0 missing", "12 missing", 1200, List.of("id 7 at 0/15")),
                new OracleFinding("freshness", "PASS", "below 10m", "20s", 1, List.of())),
            "");

    assertThat(VerdictView.lines(verdict, PLAIN))
        .containsExactly(
            "FAIL   ledger  1\u2009200 checked",
            "       expected 0 missing",
            "       observed 12 missing",
            "       example  id 7 at 0/15",
            "PASS   freshness  1 checked",
            "       expected below 10m",
            "       observed 20s",
            "",
            "verdict: FAIL");
  }

  @Test
  void theJournalSaysWhoUnlessItIsTheLab() {
    JournalLine lab =
        new JournalLine(1, "", "2026-11-22T09:20:00Z", "lab", "ALERT", "page freshness");
    JournalLine ada = new JournalLine(2, "", "2026-11-22T09:31:00Z", "ada", "VERB", "ack");

    assertThat(JournalView.lines(new JournalLines(List.of(lab, ada), Phase.ON_CALL, ""), PLAIN))
        .containsExactly("09:20:00  page freshness", "09:31:00  ada: ack");
  }

  @Test
  void colourMarksKinds() {
    JournalLine error = new JournalLine(1, "", "2026-11-22T09:20:00Z", "lab", "ERROR", "broken");

    assertThat(text(JournalView.line(error, new Style(true))))
        .contains("\u001b[31mbroken\u001b[0m");
  }

  @Test
  void whatWasDoneComesWithItsFacts() {
    assertThat(DoneView.lines(new Done("restarted", Map.of("job", "0f3a"), ""), PLAIN))
        .containsExactly("restarted", "  job  0f3a");
    assertThat(DoneView.lines(new Done("stopped", null, ""), PLAIN)).containsExactly("stopped");
  }

  @Test
  void aSolutionIsNumberedAndAWrongOneSaysSo() {
    Solution wrong =
        new Solution(
            "restart-only",
            "Only restarts",
            "ledger",
            List.of(new SolutionStep("job restart", "Hope.")),
            "");

    assertThat(SolutionView.lines(wrong, PLAIN))
        .containsExactly(
            "restart-only  Only restarts",
            "a wrong fix: oracle ledger must fail",
            "",
            "  1  Hope.",
            "     ./lab job restart");
  }
}
