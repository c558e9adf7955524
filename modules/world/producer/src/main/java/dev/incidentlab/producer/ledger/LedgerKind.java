package dev.incidentlab.producer.ledger;

/** What was published at an offset. The codes stand in the file and never change. */
public enum LedgerKind {
  /** A well-formed event: it belongs into the table. */
  EVENT(0),
  /** Bytes that are no Avro frame at all: it belongs into the dead letters. */
  POISON_NOT_AVRO(1),
  /** A frame whose schema id the registry does not know: it belongs into the dead letters. */
  POISON_UNKNOWN_SCHEMA_ID(2),
  /** A frame of a known schema that its payload does not follow: it belongs there, too. */
  POISON_BROKEN_PAYLOAD(3);

  private final byte code;

  LedgerKind(int code) {
    this.code = (byte) code;
  }

  byte code() {
    return code;
  }

  static boolean knows(int code) {
    return code >= 0 && code <= 3;
  }

  static LedgerKind of(int code) {
    return switch (code) {
      case 0 -> EVENT;
      case 1 -> POISON_NOT_AVRO;
      case 2 -> POISON_UNKNOWN_SCHEMA_ID;
      case 3 -> POISON_BROKEN_PAYLOAD;
      default -> throw new IllegalArgumentException("kind %d is none of a ledger".formatted(code));
    };
  }
}
