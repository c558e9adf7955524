package dev.incidentlab.drill;

/** A fault did not take effect. */
public final class FaultException extends Exception {
  private static final long serialVersionUID = 1L;

  public FaultException(String message) {
    super(message);
  }

  public FaultException(String message, Throwable cause) {
    super(message, cause);
  }
}
