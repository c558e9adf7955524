package dev.incidentlab.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SchemaDiffTest {
  @Test
  void namesTheNewSymbolAndTheFieldInsertedBeforeOthers() {
    assertThat(SchemaDiff.between(AdEventSamples.V1, AdEventSamples.V2))
        .containsExactly(
            new SchemaDiff.Change(SchemaDiff.Kind.SYMBOL_ADDED, "event_type", "VIEW_THROUGH"),
            new SchemaDiff.Change(
                SchemaDiff.Kind.FIELD_ADDED,
                "attribution",
                "[null, Attribution{model string, window_days int}], before placement,"
                    + " spend_micros"));
  }

  @Test
  void namesAllFieldsThatAnEarlyOneStandsBefore() {
    assertThat(
            SchemaDiff.between(AdEventSamples.V1, Contracts.load(Contracts.AD_EVENT, 2, "early")))
        .first()
        .extracting(SchemaDiff.Change::detail)
        .asString()
        .endsWith(
            ", before event_ts, event_type, customer_id, campaign_id, country, device_type,"
                + " placement, spend_micros");
  }

  @Test
  void findsNothingBetweenEqualSchemas() {
    assertThat(SchemaDiff.between(AdEventSamples.V1, AdEventSamples.V1)).isEmpty();
  }

  @Test
  void namesWhatWasRemoved() {
    assertThat(SchemaDiff.between(AdEventSamples.V2, AdEventSamples.V1))
        .extracting(SchemaDiff.Change::kind)
        .containsExactly(SchemaDiff.Kind.SYMBOL_REMOVED, SchemaDiff.Kind.FIELD_REMOVED);
  }
}
