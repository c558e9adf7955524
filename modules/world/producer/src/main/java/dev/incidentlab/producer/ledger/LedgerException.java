package dev.incidentlab.producer.ledger;

/** A ledger file that is not what it should be. The message names the file and the remedy. */
public final class LedgerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public LedgerException(String message) {
    super(message);
  }
}
