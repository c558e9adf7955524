package dev.incidentlab.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incidentlab.schema.Contracts;
import dev.incidentlab.schema.UndecodableException;
import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class WriterSchemasTest {
  @Test
  void version2PassesTheStrictestLevel() {
    // Given: FULL is both directions; transitive over one older version is no more than that.
    Schema v1 = Contracts.load(Contracts.AD_EVENT, 1);
    Schema v2 = Contracts.load(Contracts.AD_EVENT, 2);

    // Then
    assertThat(compatibility(v2, v1)).isEqualTo(SchemaCompatibilityType.COMPATIBLE);
    assertThat(compatibility(v1, v2)).isEqualTo(SchemaCompatibilityType.COMPATIBLE);
  }

  @Test
  void theUnknownIdIsOneThatTheRegistryDoesNotKnow() throws IOException {
    try (FakeRegistry registry = new FakeRegistry()) {
      int id = WriterSchemas.register(registry.client()).unknownId();
      Assertions.assertThatThrownBy(() -> registry.client().byId(id))
          .isInstanceOfSatisfying(
              UndecodableException.class,
              e -> assertThat(e.reason()).isEqualTo(UndecodableException.Reason.UNKNOWN_SCHEMA_ID));
    }
  }

  private static SchemaCompatibilityType compatibility(Schema reader, Schema writer) {
    return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer).getType();
  }
}
