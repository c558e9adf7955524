package dev.incidentlab.ingest;

import dev.incidentlab.schema.UndecodableException;

/** Fails the job: a record cannot be decoded and dead letters are off. */
final class UndecodableRecordException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UndecodableRecordException(RawRecord record, UndecodableException cause) {
    super(
        "cannot decode record %s (%d bytes): %s"
            .formatted(
                record.position(),
                record.value() == null ? 0 : record.value().length,
                cause.getMessage()),
        cause);
  }
}
