package dev.incidentlab.delta;

/**
 * A table operation that was refused or gave up. The message names the offender, the constraint,
 * the actual value and a remedy, and is fit to be shown to a user.
 */
public final class TableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public TableException(String message) {
    super(message);
  }

  public TableException(String message, Throwable cause) {
    super(message, cause);
  }
}
