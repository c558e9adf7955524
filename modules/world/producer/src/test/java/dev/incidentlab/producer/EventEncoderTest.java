package dev.incidentlab.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incidentlab.schema.Contracts;
import dev.incidentlab.schema.WireFormat;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/** Holds the hand-written encoder against Avro's own. */
class EventEncoderTest {
  private static final long NOON = Instant.parse("2026-03-03T12:00:00Z").getEpochSecond();

  private final Schema v1 = Contracts.load(Contracts.AD_EVENT, 1);
  private final Schema billing = Contracts.load(Contracts.BILLING_EVENT, 1);
  private final EventEncoder encoder = new EventEncoder();

  @Property(tries = 200)
  void generatedAdEventsAreEncodedAsAvroDoes(
      @ForAll long seed,
      @ForAll @LongRange(min = NOON_1970, max = NOON_2100) long second,
      @ForAll @DoubleRange(max = 1) double share,
      @ForAll boolean viewThrough,
      @ForAll Layout layout,
      @ForAll int schemaId) {
    // Given
    List<String> actual = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    AdTraffic traffic = new AdTraffic(seed, 20, new Customers());

    // When
    traffic.generate(
        second,
        new Rollout(share, viewThrough, layout),
        event -> {
          Schema writer = event.version == 2 ? layout.version2() : v1;
          actual.add(Bytes.hex(encoder.encode(schemaId, event)));
          expected.add(Bytes.hex(WireFormat.encode(schemaId, writer, generic(event, writer))));
        });

    // Then
    assertThat(actual).isEqualTo(expected);
  }

  @Property
  void anyAdEventIsEncodedAsAvroDoes(
      @ForAll EventType type,
      @ForAll long ts,
      @ForAll long customer,
      @ForAll long campaign,
      @ForAll @StringLength(max = 60) String country,
      @ForAll @StringLength(max = 60) String device,
      @ForAll boolean placed,
      @ForAll @StringLength(max = 60) @AlphaChars String placement,
      @ForAll int window,
      @ForAll Layout layout,
      @ForAll long spend) {
    // Given
    AdEvent event = new AdEvent();
    EventId.writeText(ts, spend, event.idText.bytes(), 0);
    event.type = type;
    event.tsMicros = ts;
    event.customerId = customer;
    event.campaignId = campaign;
    event.country = country;
    event.device = device;
    event.placement = placed ? placement : null;
    event.spendMicros = spend;
    event.version = 2;
    event.layout = layout;
    event.attributionModel = "linear";
    event.attributionWindowDays = window;

    // When
    byte[] frame = encoder.encode(9, event);
    Schema v2 = layout.version2();

    // Then
    assertThat(frame).isEqualTo(WireFormat.encode(9, v2, generic(event, v2)));
  }

  @Property(tries = 100)
  void generatedBillingEventsAreEncodedAsAvroDoes(@ForAll long seed) {
    // Given
    List<String> actual = new ArrayList<>();
    List<String> expected = new ArrayList<>();

    // When
    new BillingTraffic(seed, 20, new Customers())
        .generate(
            NOON,
            event -> {
              actual.add(Bytes.hex(encoder.encode(4, event)));
              expected.add(Bytes.hex(WireFormat.encode(4, billing, generic(event))));
            });

    // Then
    assertThat(actual).isNotEmpty().isEqualTo(expected);
  }

  private static final long NOON_1970 = 43_200;
  private static final long NOON_2100 = 4_102_488_000L;

  private static GenericRecord generic(AdEvent event, Schema schema) {
    GenericRecord record = new GenericData.Record(schema);
    record.put("event_id", event.idText.toString());
    record.put("event_ts", event.tsMicros);
    record.put(
        "event_type",
        new GenericData.EnumSymbol(schema.getField("event_type").schema(), event.type.name()));
    record.put("customer_id", event.customerId);
    record.put("campaign_id", event.campaignId);
    record.put("country", event.country);
    record.put("device_type", event.device);
    record.put("placement", event.placement);
    record.put("spend_micros", event.spendMicros);
    if (event.version == 2 && event.attributionModel != null) {
      Schema nested = schema.getField("attribution").schema().getTypes().get(1);
      GenericRecord attribution = new GenericData.Record(nested);
      attribution.put("model", event.attributionModel);
      attribution.put("window_days", event.attributionWindowDays);
      record.put("attribution", attribution);
    }
    return record;
  }

  private GenericRecord generic(BillingEvent event) {
    GenericRecord record = new GenericData.Record(billing);
    record.put("event_id", event.idText.toString());
    record.put("event_ts", event.tsMicros);
    record.put("customer_id", event.customerId);
    record.put("invoice_id", event.invoiceId);
    record.put("amount_micros", event.amountMicros);
    return record;
  }
}
