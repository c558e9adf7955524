package dev.incidentlab.producer.ledger;

import java.util.UUID;

/**
 * What was published at one offset.
 *
 * @param offset in the ledger's topic partition
 * @param idHigh the event id's high 64 bits; both halves are 0 for poison
 * @param idLow the event id's low 64 bits
 * @param eventTsMicros event time, microseconds since 1970; for poison the record's timestamp
 * @param rowHash of the row in a table that declares version 1 of the contract, see {@link
 *     CanonicalRow}; 0 for poison
 * @param rowHashV2 the same for version 2; equal where the contract has no such version
 * @param payloadCrc CRC-32C of the record's value, all bytes of it, the frame's header included
 * @param schemaVersion the contract version that it was written with, from 1 on; 0 for poison
 */
public record LedgerRecord(
    long offset,
    long idHigh,
    long idLow,
    long eventTsMicros,
    long rowHash,
    long rowHashV2,
    int payloadCrc,
    LedgerKind kind,
    int schemaVersion) {

  private static final int MAX_VERSION = 127;

  public LedgerRecord {
    if (offset < 0) {
      throw new IllegalArgumentException("offset is %d; offsets start at 0".formatted(offset));
    }
    if (schemaVersion < 0 || schemaVersion > MAX_VERSION) {
      throw new IllegalArgumentException(
          "schema version is %d; a ledger keeps 0 to %d".formatted(schemaVersion, MAX_VERSION));
    }
  }

  /** The event id; all zero for poison. */
  public UUID eventId() {
    return new UUID(idHigh, idLow);
  }
}
