package dev.incidentlab.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incidentlab.delta.TableSchema;
import dev.incidentlab.schema.Contracts;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.flink.util.ParameterTool;
import org.junit.jupiter.api.Test;

class JobOptionsTest {
  private static final JobOptions OPTIONS =
      new JobOptions(
          "127.0.0.1:9092",
          "http://127.0.0.1:8081",
          "ad-events",
          Contracts.AD_EVENT,
          1,
          "/tables/fact_ad_events",
          "fact_ad_events",
          "ad-events.dead-letters",
          "feature-flags",
          2,
          Map.of("security.protocol", "SASL_SSL"));

  @Test
  void readsItsOwnArguments() {
    String[] arguments = OPTIONS.toArguments().toArray(String[]::new);
    assertThat(JobOptions.of(ParameterTool.fromArgs(arguments).toMap())).isEqualTo(OPTIONS);
  }

  @Test
  void namesTheArgumentThatIsMissing() {
    assertThatThrownBy(() -> JobOptions.of(Map.of("registry", "http://127.0.0.1")))
        .hasMessage("argument --bootstrap is missing; give it");
  }

  @Test
  void theTableHasTheContractsColumnsAndThePosition() {
    assertThat(OPTIONS.tableSchema().rows().getFields())
        .extracting(Schema.Field::name)
        .containsSubsequence("event_id", "placement", "spend_micros")
        .endsWith(TableSchema.TOPIC_PARTITION, TableSchema.OFFSET, TableSchema.DECODER_REVISION);
  }
}
