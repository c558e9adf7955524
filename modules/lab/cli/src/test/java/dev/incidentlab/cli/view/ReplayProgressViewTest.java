package dev.incidentlab.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incidentlab.api.ReplayAnswers.ReplayChange;
import dev.incidentlab.api.ReplayAnswers.ReplayPlan;
import dev.incidentlab.api.ReplayAnswers.ReplayProgress;
import dev.incidentlab.api.ReplayAnswers.ReplayRange;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReplayProgressViewTest {
  private static String line(String state, long records, Long read, double seconds) {
    List<String> lines =
        ReplayProgressView.lines(new ReplayProgress("replay-1", state, records, read, seconds, ""));
    assertThat(lines).singleElement().asString().hasSizeLessThanOrEqualTo(Style.WIDTH);
    return lines.get(0);
  }

  @Test
  void rateAndRemainingTimeAreOfWhatWasReadSoFar() {
    assertThat(line("RUNNING", 438_244, 219_122L, 4))
        .isEqualTo(
            "[############............] 219\u2009122 of 438\u2009244, 54\u2009781/s, 4s left");
  }

  @Test
  void nothingIsMadeUpWhileFlinkSaysNothing() {
    assertThat(line(null, 438_244, null, 1)).contains("being submitted").doesNotContain("/s");
    assertThat(line("RUNNING", 438_244, null, 2)).contains("reports no count yet");
    assertThat(line("RUNNING", 438_244, 0L, 2)).doesNotContain("/s");
    assertThat(line("RUNNING", 438_244, 438_244L, 9))
        .startsWith("[########################]")
        .endsWith("committing");
    assertThat(ReplayProgressView.lines(new ReplayProgress(null, null, 0, null, 0, "")))
        .containsExactly("no replay runs");
  }

  @Test
  void aPlanSaysWhatWouldChangeAndWhatItCost() {
    ReplayPlan plan =
        new ReplayPlan(
            "t",
            "2026-11-22T07:30:00Z",
            "2026-11-22T09:30:00Z",
            "replace",
            "2026-11-22T07:30:00Z",
            List.of(new ReplayRange(0, 100, 1300)),
            1200,
            900,
            new ReplayChange(
                "registry", 1200, 280, 300, 600, 15, Map.of("NOT_FRAMED", 5L), 4, 3, 77, 2.34, 8),
            "");

    List<String> lines = ReplayViews.plan(plan, new Style(false));

    assertThat(String.join("\n", lines))
        .contains("as decoder registry reads them, it would")
        .containsPattern("insert +280 +rows that the table lacks")
        .containsPattern("update +300 +rows that have other values")
        .containsPattern("remove +8 +rows that no record makes")
        .containsPattern("not read +5 +5 NOT_FRAMED")
        .contains("4 files overlap, of which 3 would be rewritten, at table version 77")
        .contains("found in 2.3 s by decoding them all");
    assertThat(lines).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(Style.WIDTH));
  }
}
