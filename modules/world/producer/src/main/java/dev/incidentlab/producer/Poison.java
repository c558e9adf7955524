package dev.incidentlab.producer;

import dev.incidentlab.producer.ledger.LedgerKind;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Records that no reader can decode, a pure function of seed, instant and number. */
final class Poison {
  /** Tells these streams of random bits from the others of the same seed. */
  private static final long PURPOSE = 0x706fL;

  private static final int FIRST_BUILD = 5_000;
  private static final int BUILDS = 4_000;

  /** What can be wrong with a record. */
  enum Kind {
    /** A text where a frame should be: a service that logs into the wrong topic. */
    NOT_AVRO(LedgerKind.POISON_NOT_AVRO),
    /** A frame by a build whose schema was never registered. */
    UNKNOWN_SCHEMA_ID(LedgerKind.POISON_UNKNOWN_SCHEMA_ID);

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
}
