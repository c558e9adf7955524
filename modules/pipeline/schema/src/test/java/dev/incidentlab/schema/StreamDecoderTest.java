package dev.incidentlab.schema;

import static dev.incidentlab.schema.AdEventSamples.V1;
import static dev.incidentlab.schema.AdEventSamples.V1_ID;
import static dev.incidentlab.schema.AdEventSamples.V2;
import static dev.incidentlab.schema.AdEventSamples.V2_ID;
import static org.assertj.core.api.Assertions.assertThat;

import dev.incidentlab.schema.UndecodableException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.junit.jupiter.api.Test;

/** What one decoder for all records makes of those behind a bad one. */
class StreamDecoderTest {
  private static final byte[] BAD =
      WireFormat.encode(V2_ID, V2, AdEventSamples.v2("VIEW_THROUGH", null, null));

  @Test
  void readsRecordAfterRecordWhileAllAreWhole() {
    assertThat(read(good("a"), good("b"), good("c"))).containsExactly("a", "b", "c");
  }

  @Test
  void whatABadRecordLeavesUnreadSpoilsTheGoodOnesBehindIt() {
    List<String> read = read(good("a"), BAD, good("b"), good("c"), good("d"));
    assertThat(read).hasSize(5).startsWith("a", "failed");
    assertThat(read.subList(2, 5)).isNotEqualTo(List.of("b", "c", "d"));
  }

  @Test
  void doesAsAvrosBufferedDecoderOverAStreamOfPayloads() {
    byte[][] frames = {good("a"), BAD, good("b"), good("c"), BAD, good("d"), good("e"), good("f")};
    assertThat(read(frames)).isEqualTo(readByAvro(frames));
    byte[] twice = joined(good("x"), good("y"));
    byte[][] shifted = {good("a"), twice, good("b"), good("c"), good("d")};
    assertThat(read(shifted))
        .isEqualTo(readByAvro(shifted))
        .containsExactly("a", "x", "y", "b", "c");
    byte[][] cut = {good("a"), Arrays.copyOf(good("b"), 30), good("c"), good("d")};
    assertThat(read(cut)).isEqualTo(readByAvro(cut)).containsExactly("a", "failed", "c", "d");
  }

  @Test
  void isInStepAgainOnceItIsMadeAnew() {
    StreamDecoder first = new StreamDecoder(V1);
    assertThat(one(first, joined(good("x"), good("y")))).isEqualTo("x");
    assertThat(one(first, good("a"))).isEqualTo("y");
    assertThat(one(new StreamDecoder(V1), good("a"))).isEqualTo("a");
  }

  @Test
  void holdsNoMoreThanAvrosBufferHowEverMuchIsUnread() {
    StreamDecoder decoder = new StreamDecoder(V1);
    byte[] twice = joined(good("x"), good("y"));
    for (int i = 0; i < 1_000; i++) {
      one(decoder, twice);
    }
    // Within the buffer's records, and what a record too many has left of itself, it ends.
    List<String> after = new ArrayList<>();
    for (int i = 0; i < 8_192; i++) {
      after.add(one(decoder, new byte[] {0, 0, 0, 0, 1}));
    }
    assertThat(after.subList(4_096, 8_192)).containsOnly("failed");
  }

  @Test
  void whatIsNoFrameLeavesTheStreamAlone() throws Exception {
    StreamDecoder decoder = new StreamDecoder(V1);
    byte[] text = "{\"level\":\"debug\"}".getBytes(StandardCharsets.UTF_8);
    assertThat(one(decoder, text)).isEqualTo("failed");
    assertThat(one(decoder, good("a"))).isEqualTo("a");
  }

  private static byte[] good(String id) {
    GenericRecord value = AdEventSamples.v1("feed_top");
    value.put("event_id", id);
    return WireFormat.encode(V1_ID, V1, value);
  }

  private static byte[] joined(byte[] frame, byte[] next) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(frame);
    out.write(next, WireFormat.HEADER_LENGTH, next.length - WireFormat.HEADER_LENGTH);
    return out.toByteArray();
  }

  private static List<String> read(byte[]... frames) {
    StreamDecoder decoder = new StreamDecoder(V1);
    return Arrays.stream(frames).map(frame -> one(decoder, frame)).toList();
  }

  private static String one(StreamDecoder decoder, byte[] frame) {
    try {
      return decoder.decode(frame).get("event_id").toString();
    } catch (UndecodableException e) {
      assertThat(e.reason()).isIn(Reason.MALFORMED, Reason.NOT_FRAMED);
      return "failed";
    }
  }

  /** The consumer that this is a model of, as it is written by hand. */
  private static List<String> readByAvro(byte[]... frames) {
    Payloads payloads = new Payloads();
    BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(payloads, null);
    GenericDatumReader<GenericRecord> reader = new GenericDatumReader<>(V1);
    List<String> read = new ArrayList<>();
    for (byte[] frame : frames) {
      payloads.add(frame);
      try {
        read.add(reader.read(null, decoder).get("event_id").toString());
      } catch (IOException | RuntimeException e) {
        read.add("failed");
      }
    }
    return read;
  }

  private static final class Payloads extends InputStream {
    private byte[] bytes = {};
    private int at;

    void add(byte[] frame) {
      int from = WireFormat.HEADER_LENGTH;
      byte[] more = Arrays.copyOf(bytes, bytes.length + frame.length - from);
      System.arraycopy(frame, from, more, bytes.length, frame.length - from);
      bytes = more;
    }

    @Override
    public int read() {
      return at < bytes.length ? bytes[at++] & 0xff : -1;
    }
  }
}
