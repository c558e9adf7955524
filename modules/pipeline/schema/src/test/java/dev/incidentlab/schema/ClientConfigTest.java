package dev.incidentlab.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientConfigTest {
  @TempDir private Path folder;

  private ClientConfig of(String text) throws IOException {
    return ClientConfig.read(Files.writeString(folder.resolve("client.properties"), text));
  }

  @Test
  void eachClientGetsItsOwnSettings() throws IOException {
    ClientConfig config =
        of(
            """
            security.protocol = SASL_SSL
            schema.registry.ssl.truststore.location = /etc/trust
            bearer.auth.token = t0
            flink.basic.auth.user.info = me:secret
            """);

    assertThat(config.kafka()).isEqualTo(Map.of("security.protocol", "SASL_SSL"));
    assertThat(config.registry())
        .isEqualTo(
            Map.of(
                "schema.registry.ssl.truststore.location", "/etc/trust",
                "bearer.auth.token", "t0",
                "bearer.auth.credentials.source", "STATIC_TOKEN"));
    assertThat(config.flink()).isEqualTo(Map.of("basic.auth.user.info", "me:secret"));
  }

  @Test
  void aCredentialsSourceThatIsGivenStays() throws IOException {
    assertThat(of("basic.auth.user.info=a:b\nbasic.auth.credentials.source=URL").registry())
        .containsEntry("basic.auth.credentials.source", "URL");
  }

  @Test
  void asTextItTellsNoSecret() throws IOException {
    assertThat(of("sasl.jaas.config=hidden1\nbasic.auth.user.info=hidden2\nflink.x=hidden3"))
        .asString()
        .contains("sasl.jaas.config", "basic.auth.user.info")
        .doesNotContain("hidden");
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    Path missing = folder.resolve("missing.properties");
    assertThatThrownBy(() -> ClientConfig.read(missing)).hasMessageContaining(missing.toString());
  }
}
