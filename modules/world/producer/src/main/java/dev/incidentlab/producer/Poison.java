package dev.incidentlab.producer;

import dev.incidentlab.producer.ledger.LedgerKind;
import dev.incidentlab.schema.WireFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.DecoderFactory;

/** Records that no reader can decode, a pure function of seed, instant and number. */
final class Poison {
  /** Tells these streams of random bits from the others of the same seed. */
  private static final long PURPOSE = 0x706fL;

  private static final int FIRST_BUILD = 5_000;
  private static final int BUILDS = 4_000;

  /** A code of the ad server's own, where the contract's enum has a place below five. */
  private static final int NO_SUCH_TYPE = 40;

  private static final int LOWEST_SPEND = 1_200;
  private static final int SPENDS = 14_000;

  /** What can be wrong with a record. */
  enum Kind {
    /** A text where a frame should be: a service that logs into the wrong topic. */
    NOT_AVRO(LedgerKind.POISON_NOT_AVRO),
    /** A frame by a build whose schema was never registered. */
    UNKNOWN_SCHEMA_ID(LedgerKind.POISON_UNKNOWN_SCHEMA_ID),
    /** A frame of version 1 of the ad events with a failed attempt before the whole of it. */
    BROKEN_PAYLOAD(LedgerKind.POISON_BROKEN_PAYLOAD);

    private final LedgerKind inLedger;

    Kind(LedgerKind inLedger) {
      this.inLedger = inLedger;
    }

    LedgerKind inLedger() {
      return inLedger;
    }
  }

  private Poison() {}

  /** The bits for the {@code number}-th of several records of one kind and microsecond. */
  static SeededBits bits(long seed, Kind kind, long tsMicros, int number) {
    return SeededBits.of(
        seed, PURPOSE ^ kind.inLedger().name().hashCode() ^ ((long) number << 32), tsMicros);
  }

  static byte[] notAvro(long tsMicros, long customerId, SeededBits bits) {
    String text =
        "{\"level\":\"debug\",\"ts\":%d,\"customer\":%d,\"msg\":\"bid cache miss\",\"trace\":\"%016x\"}"
            .formatted(tsMicros, customerId, bits.next());
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * A frame whose layout starts with a build number where the contracts have the event id, so that
   * a reader which ignores the schema id fails too: it takes the number for the length of a text
   * that is longer than the record.
   */
  static byte[] unknownSchema(int schemaId, long tsMicros, long customerId, SeededBits bits) {
    FrameBytes frame = new FrameBytes();
    frame.header(schemaId);
    frame.number(FIRST_BUILD + bits.below(BUILDS));
    frame.number(tsMicros);
    frame.number(customerId);
    frame.raw(FrameBytes.encoded(String.format(Locale.ROOT, "%016x", bits.next())));
    return frame.copy();
  }

  /**
   * What a retry writes that forgets to clear the buffer. The first attempt ends at an event type
   * that the contract does not have; the second takes {@code UNKNOWN} for it, draws a new id, and
   * comes to stand behind what the first has left.
   *
   * <p>No reader gets past that type, whichever version it reads by. One that reads on where it
   * stopped finds the second attempt whole, whatever record comes next, and so makes a row of an id
   * that nobody has published.
   *
   * @param schemaId of version 1 of the ad events
   */
  static byte[] brokenPayload(
      int schemaId, long tsMicros, long customerId, long campaignId, SeededBits bits) {
    FrameBytes frame = new FrameBytes();
    frame.header(schemaId);
    attempt(frame, tsMicros, NO_SUCH_TYPE, bits);
    attempt(frame, tsMicros, EventType.UNKNOWN.wireIndex(), bits);
    frame.number(customerId);
    frame.number(campaignId);
    frame.raw(FrameBytes.encoded("US"));
    frame.raw(FrameBytes.encoded("mobile"));
    frame.absent();
    frame.number(LOWEST_SPEND + bits.below(SPENDS));
    return frame.copy();
  }

  private static void attempt(FrameBytes frame, long tsMicros, int type, SeededBits bits) {
    Ascii id = new Ascii(EventId.TEXT_LENGTH);
    long high = EventId.high(Math.floorDiv(tsMicros, 1_000), bits.next());
    EventId.writeText(high, EventId.low(bits.next()), id.bytes(), 0);
    frame.text(id);
    frame.number(tsMicros);
    frame.number(type);
  }

  /** Whether a frame that its schema cannot read is one of {@link #brokenPayload}. */
  static boolean isBrokenPayload(byte[] frame) {
    int length = frame.length - WireFormat.HEADER_LENGTH;
    Decoder decoder =
        DecoderFactory.get().binaryDecoder(frame, WireFormat.HEADER_LENGTH, length, null);
    try {
      boolean id = decoder.readString().length() == EventId.TEXT_LENGTH;
      decoder.readLong();
      return id && decoder.readInt() == NO_SUCH_TYPE;
    } catch (IOException | AvroRuntimeException e) {
      return false;
    }
  }
}
