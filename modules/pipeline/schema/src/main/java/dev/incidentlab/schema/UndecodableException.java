package dev.incidentlab.schema;

/**
 * A record that cannot become a value, however often it is tried: bad data, as opposed to a
 * registry that is away ({@link RegistryUnavailableException}).
 */
public final class UndecodableException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why decoding stopped; the names are part of the dead letters' headers. */
  public enum Reason {
    /** The header of the wire format is missing. */
    NOT_FRAMED,
    /** A reachable registry does not know the schema id. */
    UNKNOWN_SCHEMA_ID,
    /** The writer's schema is none that a version which the reader declares can read by. */
    NO_COMPATIBLE_READER,
    /** The payload does not follow the writer's schema. */
    MALFORMED,
    /** A value was read and bytes were left over. */
    TRAILING_BYTES,
    /** A value was read that no row of the table may have. */
    INVALID_VALUE,
    /**
     * The registry was not there to say by which schema to read. That is no word about the record,
     * and no decoder gives it: only who takes trouble for bad data sets records aside for it.
     */
    REGISTRY_UNAVAILABLE
  }

  private final Reason reason;

  public UndecodableException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public UndecodableException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
