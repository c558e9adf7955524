package dev.incidentlab.ingest.flags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FlagDefinitionTest {
  private static final FlagDefinition FLAG =
      FlagDefinition.of("Whether.", Map.of("on", true, "off", false), "off");

  @Test
  void readsItsOwnJson() {
    assertThat(FlagDefinition.fromJson(FLAG.toJson())).isEqualTo(FLAG);
  }

  @Test
  void readsWhatFlagdReads() {
    FlagDefinition flag =
        FlagDefinition.fromJson(
            """
            {"state": "DISABLED", "variants": {"a": "x", "b": "y"}, "defaultVariant": "b",
             "targeting": {}}
            """
                .getBytes(StandardCharsets.UTF_8));

    assertThat(flag.enabled()).isFalse();
    assertThat(flag.value()).isEqualTo("y");
    assertThat(flag.description()).isEmpty();
  }

  @Test
  void anotherVariantIsAnotherValue() {
    assertThat(FLAG.withVariant("on").value()).isEqualTo(true);
    assertThat(FLAG.value()).isEqualTo(false);
  }

  @Test
  void refusesAVariantThatTheFlagLacks() {
    assertThatThrownBy(() -> FLAG.withVariant("maybe"))
        .hasMessageContaining("default variant maybe is none of the flag's variants");
  }

  @Test
  void defaultsDoNotChangeHowIngestReads() {
    assertThat(IngestFlags.defaults().get(IngestFlags.DECODER).value()).isEqualTo("pinned");
    assertThat(IngestFlags.defaults().get(IngestFlags.DEAD_LETTERS).value()).isEqualTo(false);
    assertThat(IngestFlags.defaults().get(IngestFlags.REGISTRY_ERRORS).value()).isEqualTo("wait");
  }
}
