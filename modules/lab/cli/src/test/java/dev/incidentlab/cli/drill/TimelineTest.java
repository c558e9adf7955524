package dev.incidentlab.cli.drill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incidentlab.api.Answers.JournalLine;
import dev.incidentlab.cli.view.Style;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimelineTest {
  private static JournalLine line(long seq, String wall, String story, String kind, String text) {
    return new JournalLine(seq, wall, story, "ada", kind, text);
  }

  @Test
  void bothClocksCountFromThePage() {
    JournalLine page = line(9, "2026-11-22T20:00:00Z", "2026-11-22T09:30:00Z", "LAB", "page");
    JournalLine restart =
        line(11, "2026-11-22T20:00:30Z", "2026-11-22T09:35:00Z", "VERB", "job restart");
    JournalLine seen =
        line(12, "2026-11-22T20:00:31Z", "2026-11-22T09:35:10Z", "OBSERVATION", "lag is 0");
    JournalLine verdict =
        line(13, "2026-11-22T20:01:05Z", "2026-11-22T09:40:50Z", "VERDICT", "verify: PASS");

    List<String> lines = Timeline.lines(page, List.of(restart, seen, verdict), new Style(false));

    assertThat(lines)
        .containsExactly(
            "SINCE THE PAGE    STORY    WALL  AT",
            "page                 0s      0s  09:30:00",
            "job restart      5m 00s     30s  09:35:00",
            "verify: PASS    10m 50s  1m 05s  09:40:50");
  }

  @Test
  void aLongLineShowsThatItWasCut() {
    JournalLine page = line(9, "2026-11-22T20:00:00Z", "2026-11-22T09:30:00Z", "LAB", "page");
    JournalLine set =
        line(
            11,
            "2026-11-22T20:00:00Z",
            "2026-11-22T09:30:00Z",
            "VERB",
            "flag set: ingest.decoder is now registry (was pinned).");

    assertThat(Timeline.lines(page, List.of(set), new Style(false)).get(2))
        .startsWith("flag set: ingest.decoder is now registry …  ");
  }
}
