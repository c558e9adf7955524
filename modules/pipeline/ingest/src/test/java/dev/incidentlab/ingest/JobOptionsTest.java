package dev.incidentlab.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incidentlab.delta.TableSchema;
import dev.incidentlab.schema.Contracts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.flink.util.ParameterTool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
          "pinned-schema.20261123-161308.",
          "/etc/lab/client.properties");

  @Test
  void readsItsOwnArguments() {
    String[] arguments = OPTIONS.toArguments().toArray(String[]::new);
    assertThat(JobOptions.of(ParameterTool.fromArgs(arguments).toMap())).isEqualTo(OPTIONS);
  }

  @Test
  void secretsStayInTheirFile(@TempDir Path folder) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("client.properties"),
            "security.protocol=SASL_SSL\nsasl.jaas.config=password\nbasic.auth.user.info=me:secret\n");
    List<String> arguments = new ArrayList<>(OPTIONS.toArguments());
    arguments.set(arguments.indexOf("/etc/lab/client.properties"), file.toString());

    JobOptions options =
        JobOptions.of(ParameterTool.fromArgs(arguments.toArray(String[]::new)).toMap());

    assertThat(options.kafkaClient())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "bootstrap.servers", "127.0.0.1:9092",
                "security.protocol", "SASL_SSL",
                "sasl.jaas.config", "password"));
    assertThat(options.toString() + options.toArguments())
        .contains(file.toString())
        .doesNotContain("password", "secret");
  }

  @Test
  void aJobOnASharedClusterIsCalledAfterItsRun() {
    assertThat(OPTIONS.clusterName("replay-1")).isEqualTo("pinned-schema.20261123-161308.replay-1");
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
