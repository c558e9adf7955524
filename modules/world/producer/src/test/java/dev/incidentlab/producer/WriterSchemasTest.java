package dev.incidentlab.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incidentlab.schema.Contracts;
import dev.incidentlab.schema.UndecodableException;
import java.io.IOException;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WriterSchemasTest {
  @ParameterizedTest
  @EnumSource
  void version2PassesTheStrictestLevel(Layout layout) {
    // Given: FULL is both directions; transitive over one older version is no more than that.
    Schema v1 = Contracts.load(Contracts.AD_EVENT, 1);
    Schema v2 = layout.version2();

    // Then
    assertThat(compatibility(v2, v1)).isEqualTo(SchemaCompatibilityType.COMPATIBLE);
    assertThat(compatibility(v1, v2)).isEqualTo(SchemaCompatibilityType.COMPATIBLE);
  }

  @Test
  void layoutsHaveTheSameFieldsInAnotherOrder() {
    List<Schema.Field> late = Layout.LATE.version2().getFields();
    List<Schema.Field> early = Layout.EARLY.version2().getFields();

    assertThat(names(early))
        .containsExactlyInAnyOrderElementsOf(names(late))
        .startsWith("event_id", "attribution", "event_ts")
        .isNotEqualTo(names(late));
    assertThat(early)
        .allSatisfy(
            field ->
                assertThat(Layout.LATE.version2().getField(field.name()).schema())
                    .isEqualTo(field.schema()));
  }

  @Test
  void version2IsRegisteredInOneLayout() throws Exception {
    try (FakeRegistry registry = new FakeRegistry()) {
      WriterSchemas schemas = WriterSchemas.register(registry.client());
      schemas.registerV2(Layout.EARLY);
      schemas.registerV2(Layout.EARLY);
      assertThat(registry.client().byId(schemas.adEvent(2))).isEqualTo(Layout.EARLY.version2());

      // When another is asked for, now or by a producer that knows of no roll-out
      WriterSchemas later = WriterSchemas.register(registry.client());
      for (WriterSchemas asked : List.of(schemas, later)) {
        Assertions.assertThatThrownBy(() -> asked.registerV2(Layout.LATE))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage(
                "layout is late, and version 2 is registered in layout early; roll it out in that one");
      }

      // Then
      assertThat(registry.registrations())
          .containsExactly("ad-events-value", "billing-events-value", "ad-events-value");
    }
  }

  private static List<String> names(List<Schema.Field> fields) {
    return fields.stream().map(Schema.Field::name).toList();
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
