package dev.incidentlab.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incidentlab.api.LayoutAnswers.Optimization;
import dev.incidentlab.api.LayoutAnswers.Rewrite;
import dev.incidentlab.api.LayoutAnswers.Vacuuming;
import java.util.List;
import org.junit.jupiter.api.Test;

class LayoutViewsTest {
  private static final Style PLAIN = new Style(false);
  private static final List<Rewrite> REWRITES =
      List.of(new Rewrite("2026-03-03", 40, 9_000, 500, 2));

  @Test
  void anOptimizationProvesThatRowsAreTheSame() {
    List<String> lines =
        LayoutViews.optimize(optimization(false, 40, 7_000L, "0af3", List.of()), PLAIN);

    assertThat(lines)
        .containsExactly(
            "fact_ad_events version 61: 40 files became 2",
            "EVENT DATE  FILES  BYTES  ROWS  BECOME",
            "2026-03-03     40  9\u2009000   500       2",
            "9\u2009000 bytes became 7\u2009000; 500 rows are the same before and after",
            "checksum of them 0af3",
            "1 times another commit replaced a file first; its dates were done again");
  }

  @Test
  void aDryRunSaysThatItIsOne() {
    List<String> lines =
        LayoutViews.optimize(
            optimization(true, 40, null, null, List.of("campaign_id", "event_ts")), PLAIN);

    assertThat(lines)
        .contains(
            "fact_ad_events version 61: 40 files would become 2",
            "rows are clustered by campaign_id, event_ts",
            "nothing was written; without --dry-run it is done")
        .noneMatch(line -> line.contains("same before and after"));
  }

  @Test
  void nothingToDoIsOneLine() {
    assertThat(LayoutViews.optimize(optimization(false, 0, 0L, null, List.of()), PLAIN))
        .containsExactly("fact_ad_events version 61: its files are as wanted; nothing to do");
  }

  @Test
  void aVacuumSaysWhyFilesWent() {
    List<String> lines = LayoutViews.vacuum(vacuuming(false, null), PLAIN);

    assertThat(lines)
        .containsExactly(
            "fact_ad_events version 61: 6 files, 4\u2009096 bytes, went",
            "FILES  WHY",
            "    3  only versions before 58 name them",
            "    2  no version names them",
            "    1  staged and never committed",
            "    0  left in the log by a writer that ended",
            "2 staged files stay: ingest has not passed their rows yet",
            "  event_date=2026-03-03/part-1.zstd.parquet",
            "  and 5 more");
  }

  @Test
  void aVacuumThatWouldBeRefusedSaysWhy() {
    List<String> lines = LayoutViews.vacuum(vacuuming(true, "replay-1 is under way"), PLAIN);

    assertThat(lines)
        .contains("fact_ad_events version 61: 6 files, 4\u2009096 bytes, would go")
        .endsWith("it would be refused: replay-1 is under way");
    assertThat(LayoutViews.vacuum(vacuuming(true, null), PLAIN))
        .endsWith("nothing was deleted; without --dry-run it is done");
  }

  private static Optimization optimization(
      boolean dryRun, int files, Long bytesAdded, String checksum, List<String> clusteredBy) {
    return new Optimization(
        "fact_ad_events",
        dryRun,
        61,
        files,
        2,
        9_000,
        bytesAdded,
        500,
        checksum,
        1,
        clusteredBy,
        REWRITES,
        "");
  }

  private static Vacuuming vacuuming(boolean dryRun, String refusal) {
    return new Vacuuming(
        "fact_ad_events",
        dryRun,
        61,
        "2026-11-22T20:00:00Z",
        58,
        3,
        2,
        1,
        0,
        2,
        4_096,
        refusal,
        List.of("event_date=2026-03-03/part-1.zstd.parquet"),
        "");
  }
}
