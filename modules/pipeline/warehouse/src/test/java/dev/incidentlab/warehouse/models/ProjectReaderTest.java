package dev.incidentlab.warehouse.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProjectReaderTest {
  private final Map<String, String> files = new HashMap<>();

  @BeforeEach
  void load() throws IOException {
    for (String name :
        List.of(
            "models.yml",
            "orchestration.yml",
            "exec_dashboard.sql",
            "attribution_mart.sql",
            "ml_features.sql",
            "finance_daily.sql")) {
      try (InputStream in = ProjectReader.class.getResourceAsStream("/models/" + name)) {
        files.put(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
  }

  @Test
  void readsThePlatformsModelsEachBehindWhatItReads() {
    Project project = ProjectReader.standard();

    assertThat(project.models().stream().map(Model::name))
        .containsExactly("exec_dashboard", "attribution_mart", "ml_features", "finance_daily");
    assertThat(project.model("ml_features").sources()).containsExactly("fact_ad_events");
    assertThat(project.model("ml_features").refs()).containsExactly("attribution_mart");
    assertThat(project.models().stream().filter(Model::critical).map(Model::name))
        .containsExactly("exec_dashboard");
    assertThat(project.sources().get("fact_ad_events").gates())
        .extracting(gate -> gate.name())
        .containsExactly(
            "fact_ad_events.volume",
            "fact_ad_events.event_id.uniqueness",
            "fact_ad_events.placement.null-ratio",
            "fact_ad_events.spend_micros.distribution");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          models.yml         | severity: warn             | severity: loud        | LOUD
          models.yml         | mostly: 0.785,             |                       | fact_ad_events.placement.null-ratio lacks mostly
          models.yml         | data_tests:                | data_test:            | data_test
          models.yml         | to_be_unique               | to_be_odd             | to_be_odd is unknown
          models.yml         | name: volume               | min_rows: 1           | has no name
          models.yml         | period: minute             | period: fortnight     | FORTNIGHTS
          orchestration.yml  | every: 5m                  | every: often          | 'often' is no duration
          orchestration.yml  | pool: finance_queries      | pool: none            | has pool none
          orchestration.yml  | finance_daily:             | finance_weekly:       | finance_weekly is no model
          finance_daily.sql  | 'lake', 'fact_billing'     | 'lake', 'fact_bill'   | lake.fact_bill) is unknown
          finance_daily.sql  | 'lake', 'fact_billing'     | 'fact_billing'        | is not understood
          finance_daily.sql  | slice_start                | slice_begin           | slice_begin) is unknown
          ml_features.sql    | ref('attribution_mart')    | ref('ml_features')    | in a circle
          """)
  void saysWhichFileIsWrongAndHow(String file, String old, String other, String message) {
    assertThat(files.get(file)).contains(old);
    files.put(file, files.get(file).replace(old, other == null ? "" : other));

    assertThatThrownBy(() -> ProjectReader.read(files::get))
        .isInstanceOf(InvalidProjectException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aModelWithoutATaskWouldNeverRun() {
    files.compute(
        "models.yml",
        (name, text) -> text + "  - name: forgotten\n    description: Nobody runs it.\n");

    assertThatThrownBy(() -> ProjectReader.read(files::get))
        .hasMessage("orchestration.yml: model forgotten has no task; add it");
  }
}
