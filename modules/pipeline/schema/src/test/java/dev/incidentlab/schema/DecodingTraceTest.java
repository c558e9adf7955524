package dev.incidentlab.schema;

import static dev.incidentlab.schema.AdEventSamples.V1;
import static dev.incidentlab.schema.AdEventSamples.V1_ID;
import static dev.incidentlab.schema.AdEventSamples.V2;
import static dev.incidentlab.schema.AdEventSamples.V2_ID;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecordBuilder;
import org.junit.jupiter.api.Test;

class DecodingTraceTest {
  /** Header, a string of 36 characters behind its length, a timestamp of 8 bytes. */
  private static final int EVENT_TYPE_AT = 5 + 37 + 8;

  @Test
  void fieldsFollowEachOtherToTheEnd() {
    byte[] frame = WireFormat.encode(V1_ID, V1, AdEventSamples.v1("feed_top"));

    DecodingTrace trace = DecodingTrace.of(frame, V1);

    assertThat(trace.complete()).isTrue();
    assertThat(trace.stoppedAt()).isEqualTo(frame.length);
    assertThat(trace.fields().get(0).from()).isEqualTo(5);
    assertThat(trace.fields().get(0).to()).isEqualTo(42);
    for (int i = 1; i < trace.fields().size(); i++) {
      assertThat(trace.fields().get(i).from()).isEqualTo(trace.fields().get(i - 1).to());
    }
    assertThat(values(trace)).containsEntry("placement", "feed_top").containsEntry("country", "DE");
  }

  @Test
  void aSymbolThatTheSchemaLacksStopsAtItsField() {
    byte[] frame = WireFormat.encode(V2_ID, V2, AdEventSamples.v2("VIEW_THROUGH", null, null));

    DecodingTrace trace = DecodingTrace.of(frame, V1);

    assertThat(trace.error()).startsWith("event_type: ").contains("4");
    assertThat(trace.fields()).hasSize(2);
    assertThat(trace.stoppedAt()).isEqualTo(EVENT_TYPE_AT);
    assertThat(trace.unread()).isEqualTo(frame.length - EVENT_TYPE_AT);
    assertThat(DecodingTrace.of(frame, V2).complete()).isTrue();
  }

  @Test
  void aFieldTooManyLeavesBytesUnread() {
    byte[] frame = WireFormat.encode(V2_ID, V2, AdEventSamples.v2("CLICK", null, "feed_top"));

    DecodingTrace trace = DecodingTrace.of(frame, V1);

    assertThat(trace.error()).isNull();
    assertThat(trace.complete()).isFalse();
    assertThat(values(trace)).containsEntry("placement", "null").containsEntry("spend_micros", "1");
    // The placement behind its length, and the four bytes of what was really spent.
    assertThat(trace.unread()).isEqualTo(1 + "feed_top".length() + 4);
  }

  @Test
  void aCutRecordSaysThatItsFieldGoesBeyondTheEnd() {
    byte[] frame = WireFormat.encode(V1_ID, V1, AdEventSamples.v1("feed_top"));

    DecodingTrace trace = DecodingTrace.of(Arrays.copyOf(frame, 20), V1);

    assertThat(trace.error()).isEqualTo("event_id: it goes beyond the record's end");
    assertThat(trace.stoppedAt()).isEqualTo(5);
    assertThat(trace.unread()).isEqualTo(15);
  }

  @Test
  void aLengthOfGigabytesIsNotBelieved() {
    Schema bytes =
        new Schema.Parser()
            .parse(
                "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"b\",\"type\":\"long\"}]}");
    byte[] frame =
        WireFormat.encode(
            1, bytes, new GenericRecordBuilder(bytes).set("b", 2_000_000_000L).build());

    DecodingTrace trace = DecodingTrace.of(frame, V1);

    assertThat(trace.error()).isEqualTo("event_id: it goes beyond the record's end");
  }

  @Test
  void whatHasNoFrameIsNotRead() {
    byte[] text = "{\"no\": \"avro\"}".getBytes(StandardCharsets.UTF_8);

    DecodingTrace trace = DecodingTrace.of(text, V1);

    assertThat(trace.error()).contains("0x7b");
    assertThat(trace.stoppedAt()).isZero();
    assertThat(trace.unread()).isEqualTo(text.length);
    assertThat(DecodingTrace.of(null, V1).unread()).isZero();
  }

  private static Map<String, String> values(DecodingTrace trace) {
    return trace.fields().stream()
        .collect(Collectors.toMap(DecodingTrace.Field::name, DecodingTrace.Field::value));
  }
}
