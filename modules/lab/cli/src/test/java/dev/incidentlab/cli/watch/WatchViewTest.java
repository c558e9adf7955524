package dev.incidentlab.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.incidentlab.api.Answers.Grade;
import dev.incidentlab.api.Answers.JournalLine;
import dev.incidentlab.api.StatusAnswers.Status;
import dev.incidentlab.cli.CannedLab;
import dev.incidentlab.cli.view.Style;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WatchViewTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Style PLAIN = new Style(false);

  private static final String STATUS =
      CannedLab.status("ON_CALL")
          .replace(
              "\"tables\": []",
              """
              "tables": [{"name": "fact_ad_events", "version": 9, "rows": 1000,
                          "newestEvent": "2026-11-22T09:20:00Z", "eventFreshnessSeconds": 672,
                          "commitFreshnessSeconds": 5, "behind": 1234, "unresolvedLetters": 3},
                         {"name": "fact_billing", "version": 1, "rows": 0, "newestEvent": null,
                          "eventFreshnessSeconds": null, "commitFreshnessSeconds": 5,
                          "behind": 0, "unresolvedLetters": 0}]""")
          .replace(
              "\"alerts\": []",
              """
              "alerts": [{"id": 1, "name": "freshness-fact-ad-events", "severity": "page",
                          "state": "firing", "message": "m", "firedAt": "2026-11-22T09:30:00Z"},
                         {"id": 2, "name": "null-ratio", "severity": "warning",
                          "state": "resolved", "message": "m",
                          "firedAt": "2026-11-22T08:30:00Z"}]""");

  private static Seen seen(String status, String observed) throws IOException {
    List<JournalLine> lines = new ArrayList<>();
    for (int seq = 1; seq < 40; seq++) {
      lines.add(JSON.readValue(CannedLab.line(seq, "LAB", "line " + seq), JournalLine.class));
    }
    return new Seen(
        JSON.readValue(status, Status.class),
        null,
        JSON.readValue(CannedLab.graded("FAIL", observed), Grade.class),
        null,
        lines,
        null);
  }

  @Test
  void theClockWhatFiresTheTablesTheOraclesAndTheEndOfTheJournal() throws IOException {
    List<String> lines = WatchView.lines(seen(STATUS, "some rows are missing"), PLAIN, 40);

    assertThat(String.join("\n", lines))
        .containsSubsequence(
            "story 09:31:12 (pace 1)   deadline 10:00, 28m 48s left",
            "alerts  freshness-fact-ad-events firing since 09:30:00",
            "fact_ad_events newest event 11m 12s old, 1\u2009234 behind, 3 dead letters",
            "fact_billing has no event, 0 behind",
            "FAIL  as of 09:31:00",
            "FAIL  ledger   some rows are missing",
            "PASS  history  12 checked",
            "line 28",
            "line 39",
            WatchView.KEYS)
        .doesNotContain("null-ratio", "line 27");
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 10, 14, 23, 50})
  void itFitsTheWindowWithTheKeysLast(int rows) throws IOException {
    String wordy = "some rows are missing, some altered, and so on ".repeat(20);

    List<String> lines = WatchView.lines(seen(STATUS, wordy), PLAIN, rows);

    assertThat(lines).hasSizeLessThanOrEqualTo(rows).last().isEqualTo(WatchView.KEYS);
    assertThat(lines).allMatch(line -> line.length() <= Style.WIDTH);
    assertThat(lines.get(0)).contains("left");
  }

  @Test
  void pastTheDeadlineItIsOvertime() throws IOException {
    String late = STATUS.replace("T09:31:12Z", "T10:02:05Z");

    assertThat(WatchView.headline(JSON.readValue(late, Status.class), PLAIN))
        .endsWith("deadline 10:00, overtime 2m 05s");
  }

  @Test
  void whatCannotBeSeenIsSaid() throws IOException {
    Seen blind =
        Seen.nothing()
            .with(new Event.Unknown("the lab at http://127.0.0.1:1 does not answer"))
            .with(new Event.NotGraded("grade: the story has not come to its page yet"));

    assertThat(WatchView.lines(blind, PLAIN, 24))
        .contains(
            "the lab at http://127.0.0.1:1 does not answer",
            "not graded: grade: the story has not come to its page yet");
  }
}
