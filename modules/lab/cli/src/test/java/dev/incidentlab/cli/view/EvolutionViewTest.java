package dev.incidentlab.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incidentlab.api.EvolutionAnswers.Evolution;
import dev.incidentlab.api.EvolutionAnswers.NewColumn;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvolutionViewTest {
  @Test
  void saysWhatIsNewAndWhatStays() {
    Evolution evolution =
        new Evolution(
            "fact_ad_events",
            "ad-event",
            1,
            2,
            214,
            List.of(new NewColumn("attribution", "struct<model: string, window_days: int>")),
            "");

    List<String> lines = EvolutionView.lines(evolution, new Style(false));

    assertThat(lines)
        .containsExactly(
            "fact_ad_events is of version 2 of ad-event (was 1) from table version 214 on",
            "NEW COLUMN   TYPE",
            "attribution  struct<model: string, window_days: int>",
            "rows that are there stay as version 1 saw them",
            "a running job goes on with version 1 until ./lab job restart fact_ad_events");
    assertThat(lines).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(Style.WIDTH));
  }
}
