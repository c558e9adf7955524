package dev.incidentlab.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incidentlab.api.ScoreAnswers.Dimension;
import dev.incidentlab.api.ScoreAnswers.Measure;
import dev.incidentlab.api.ScoreAnswers.Score;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScoreViewTest {
  @Test
  void everyDimensionSaysWhatItIsBasedOn() {
    Score score =
        new Score(
            "pinned-schema/1",
            "PASS",
            false,
            "times do not bind, they would at pace 1 without a pause; the story ran at pace 30.0",
            List.of(
                new Dimension(
                    "times",
                    "recovered 20 min 00 s before the deadline (10:00:00)",
                    List.of(
                        new Measure(
                            "acknowledge",
                            "1 min 05 s story (09:30:00 to 09:31:05), 0 min 02 s wall",
                            65.0,
                            "story s")),
                    "lines of the journal"),
                new Dimension("prevention", "not tried in this run", List.of(), "nothing")),
            "runs/pinned-schema/1/report.json",
            "");

    List<String> lines = ScoreView.lines(score, new Style(false));

    assertThat(String.join("\n", lines))
        .contains(
            "Score of pinned-schema/1, PASS",
            "times: recovered 20 min 00 s before",
            "acknowledge  1 min 05 s story",
            "based on lines of the journal",
            "prevention: not tried in this run",
            "written to runs/pinned-schema/1/report.json");
    assertThat(lines).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(Style.WIDTH));
  }
}
