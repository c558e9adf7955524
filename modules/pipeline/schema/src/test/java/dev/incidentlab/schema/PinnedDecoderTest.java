package dev.incidentlab.schema;

import static dev.incidentlab.schema.AdEventSamples.SPEND;
import static dev.incidentlab.schema.AdEventSamples.V1;
import static dev.incidentlab.schema.AdEventSamples.V1_ID;
import static dev.incidentlab.schema.AdEventSamples.V2;
import static dev.incidentlab.schema.AdEventSamples.V2_ID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;

/** The byte table of the incident: what a decoder pinned to v1 makes of v2. */
class PinnedDecoderTest {
  private final PinnedDecoder decoder = new PinnedDecoder(V1);

  @Test
  void readsItsOwnVersion() throws Exception {
    GenericRecord value =
        decoder.decode(WireFormat.encode(V1_ID, V1, AdEventSamples.v1("feed_top")));
    assertThat(value.get("placement")).hasToString("feed_top");
    assertThat(value.get("spend_micros")).isEqualTo(SPEND);
  }

  @Test
  void nullAttributionAndNullPlacementBecomeSpendZero() throws Exception {
    assertMisread(AdEventSamples.v2("CLICK", null, null), null, 0);
  }

  @Test
  void nullAttributionAndSetPlacementBecomeNullAndSpendOne() throws Exception {
    assertMisread(AdEventSamples.v2("CLICK", null, "feed_top"), null, 1);
  }

  @Test
  void attributionShiftsIntoPlacementAndSpendWhenPlacementIsNull() throws Exception {
    assertMisread(
        AdEventSamples.v2("CLICK", AdEventSamples.attribution("last_click", 7), null),
        "last_click",
        7);
  }

  @Test
  void attributionShiftsIntoPlacementAndSpendWhenPlacementIsSet() throws Exception {
    assertMisread(
        AdEventSamples.v2("CLICK", AdEventSamples.attribution("last_click", 7), "feed_top"),
        "last_click",
        7);
  }

  @Test
  void newSymbolFailsAndLeavesTheNextRecordsAlone() throws Exception {
    byte[] good = WireFormat.encode(V1_ID, V1, AdEventSamples.v1("feed_top"));
    byte[] bad = WireFormat.encode(V2_ID, V2, AdEventSamples.v2("VIEW_THROUGH", null, null));

    GenericRecord before = decoder.decode(good);
    assertThatThrownBy(() -> decoder.decode(bad))
        .isInstanceOfSatisfying(
            UndecodableException.class,
            e -> assertThat(e.reason()).isEqualTo(UndecodableException.Reason.MALFORMED));
    assertThat(decoder.decode(good)).isEqualTo(before);
    assertThat(decoder.decode(good)).isEqualTo(before);
  }

  private void assertMisread(GenericRecord v2, String placement, long spend) throws Exception {
    GenericRecord value = decoder.decode(WireFormat.encode(V2_ID, V2, v2));
    assertThat(value.get("event_id")).hasToString(v2.get("event_id").toString());
    assertThat(value.get("placement"))
        .satisfies(p -> assertThat(p == null ? null : p.toString()).isEqualTo(placement));
    assertThat(value.get("spend_micros")).isEqualTo(spend);
  }
}
