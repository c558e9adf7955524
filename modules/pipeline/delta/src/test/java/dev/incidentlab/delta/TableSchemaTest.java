package dev.incidentlab.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.Test;

class TableSchemaTest {

  @Test
  void rowsAreTheValuesColumnsThenTheMetadataColumns() {
    assertThat(Event.TABLE.rows().getFields().stream().map(Schema.Field::name))
        .containsExactly(
            "event_id",
            "event_ts",
            "event_type",
            "attribution",
            "placement",
            "spend_micros",
            "score",
            "billable",
            "_topic_partition",
            "_offset",
            "_decoder_revision");
  }

  @Test
  void enumsBecomeStringsAndOtherTypesStay() {
    Schema rows = Event.TABLE.rows();

    assertThat(rows.getField("event_type").schema().getType()).isEqualTo(Schema.Type.STRING);
    assertThat(rows.getField("event_ts").schema().getLogicalType())
        .isEqualTo(LogicalTypes.timestampMicros());
    assertThat(DeltaTypes.nonNull(rows.getField("attribution").schema()).getField("window_days"))
        .isNotNull();
  }

  @Test
  void deltaTypeHasThePartitionColumnLast() {
    assertThat(DeltaTypes.tableType(Event.TABLE).getFieldNames())
        .endsWith("_decoder_revision", "event_date");
  }

  @Test
  void typesThatATableCannotHoldAreRefusedByColumn() {
    Schema list = value().name("tags").type().array().items().stringType().noDefault().endRecord();
    Schema millis =
        value()
            .name("seen")
            .type(LogicalTypes.timestampMillis().addToSchema(Schema.create(Schema.Type.LONG)))
            .noDefault()
            .endRecord();
    Schema choice =
        value()
            .name("either")
            .type()
            .unionOf()
            .intType()
            .and()
            .stringType()
            .endUnion()
            .noDefault()
            .endRecord();

    assertRefused(list, "column 'tags'");
    assertRefused(millis, "column 'seen'");
    assertRefused(choice, "column 'either'");
  }

  @Test
  void recordsInsideThemselvesAreRefused() {
    Schema tree =
        new Schema.Parser()
            .parse(
                """
                {"type": "record", "name": "V", "fields": [
                  {"name": "id", "type": "string"},
                  {"name": "next", "type": ["null", "V"]}]}
                """);

    assertThatThrownBy(() -> TableSchema.of("t", tree, "id", "ts"))
        .hasMessageContaining("column 'next'")
        .hasMessageContaining("inside itself");
  }

  @Test
  void reservedColumnNamesAreRefused() {
    assertRefused(value().requiredString("event_date").endRecord(), "'event_date'");
    assertRefused(value().requiredLong("_offset").endRecord(), "'_offset'");
  }

  @Test
  void keyMustBeAStringThatIsNeverNull() {
    Schema value = value().optionalString("maybe").endRecord();

    assertThatThrownBy(() -> TableSchema.of("t", value, "maybe", "ts"))
        .hasMessageContaining("key column 'maybe'");
    assertThatThrownBy(() -> TableSchema.of("t", value, "absent", "ts"))
        .hasMessageContaining("it is absent");
    assertThatThrownBy(() -> TableSchema.of("t", value, "id", "id"))
        .hasMessageContaining("event time column 'id'");
  }

  @Test
  void rowsWithoutMetadataColumnsAreRefused() {
    assertThatThrownBy(() -> new TableSchema("t", Event.VALUE, "event_id", "event_ts"))
        .hasMessageContaining("must end with [_topic_partition, _offset, _decoder_revision]");
  }

  private static SchemaBuilder.FieldAssembler<Schema> value() {
    return SchemaBuilder.record("V")
        .fields()
        .requiredString("id")
        .name("ts")
        .type(LogicalTypes.timestampMicros().addToSchema(Schema.create(Schema.Type.LONG)))
        .noDefault();
  }

  private static void assertRefused(Schema value, String offender) {
    assertThatThrownBy(() -> TableSchema.of("t", value, "id", "ts"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(offender);
  }
}
