package dev.incidentlab.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incidentlab.api.TableAnswers.DataFileView;
import dev.incidentlab.api.TableAnswers.Differences;
import dev.incidentlab.api.TableAnswers.Files;
import dev.incidentlab.api.TableAnswers.History;
import dev.incidentlab.api.TableAnswers.Records;
import dev.incidentlab.api.TableAnswers.RowDifference;
import dev.incidentlab.api.TableAnswers.Rows;
import dev.incidentlab.api.TableAnswers.TopicRecord;
import dev.incidentlab.api.TableAnswers.Version;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TableViewsTest {
  private static final Style PLAIN = new Style(false);
  private static final String T0920 = "2026-11-22T09:20:00Z";

  @Test
  void historyTellsWhoDidWhatAndWherePositionsMoved() {
    Version merge =
        new Version(
            7,
            "2026-11-23T01:00:00Z",
            T0920,
            "MERGE",
            "replay-1",
            2,
            3,
            10,
            19_927,
            1,
            T0920,
            Map.of());
    Version append =
        new Version(
            6,
            "2026-11-23T00:59:00Z",
            T0920,
            "STREAMING UPDATE",
            null,
            1,
            0,
            50,
            0,
            0,
            T0920,
            Map.of("ad-events-0", 120L));

    assertThat(TableViews.history(new History("t", List.of(merge, append), 5, ""), PLAIN))
        .anySatisfy(
            line ->
                assertThat(line)
                    .contains("7  09:20:00  01:00:00  merge", "+2 -3", "19\u2009927", "replay-1"))
        .contains(
            "  version 6 moved ad-events-0 to 120", "5 earlier versions; --limit N shows more");
  }

  @Test
  void filesAreTotalledAndCut() {
    DataFileView file = new DataFileView("event_date=d/part-1", "d", 1_200, 3_400, T0920, null);

    assertThat(TableViews.files(new Files("t", 4, 9, 10_000, 50_000, List.of(file), ""), PLAIN))
        .contains(
            "t version 4: 9 files, 10\u2009000 rows, 50\u2009000 bytes",
            "8 files with earlier events; --limit N shows more")
        .anySatisfy(line -> assertThat(line).contains("1\u2009200", "09:20:00  -", "part-1"));
  }

  @Test
  void aChangedRowShowsBeforeAndAfter() {
    RowDifference changed =
        new RowDifference("changed", "id-1", Map.of("spend", "0"), Map.of("spend", "42"));
    RowDifference added = new RowDifference("added", "id-2", Map.of(), Map.of("spend", "7"));

    assertThat(
            TableViews.diff(
                new Differences("t", 3, 4, 1, 0, 1, List.of(changed, added), ""), PLAIN))
        .containsExactly(
            "t from version 3 to 4: 1 rows added, 0 removed, 1 changed",
            "changed id-1",
            "  spend: 0 → 42",
            "added id-2",
            "  spend: 7");
  }

  @Test
  void rowsOfAQueryAreATableWithTheVersionsItSaw() {
    Rows rows =
        new Rows(
            Map.of("t", 4L),
            List.of("a", "b"),
            List.of(Arrays.asList("x".repeat(100), null)),
            true,
            "");

    assertThat(TableViews.sql(rows, PLAIN))
        .contains("x".repeat(60) + "…  -", "the first 1 rows; --limit N shows more", "t version 4");
  }

  @Test
  void recordsSayWhyTheyCannotBeDecodedAndHowToGoOn() {
    TopicRecord good = new TopicRecord(0, 12, T0920, "k", 1, "avro", "{\"event_id\": \"e\"}", null);
    TopicRecord poison = new TopicRecord(1, 9, T0920, null, 99, "hex", "00ff", "unknown id 99");

    assertThat(
            RecordsView.lines(
                new Records("ad-events", List.of(good, poison), "0=13,1=10", ""), PLAIN))
        .containsExactly(
            "ad-events-0 offset 12  09:20:00  key k  schema id 1",
            "  {\"event_id\": \"e\"}",
            "ad-events-1 offset 9  09:20:00  key -  schema id 99",
            "  not decoded: unknown id 99",
            "  00ff",
            "next: ./lab records ad-events --offsets 0=13,1=10");
  }
}
