package dev.incidentlab.server.resume;

/** A run cannot be begun, or gone on with; the message is for people and says what to do. */
public final class RunRefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  RunRefusedException(String message) {
    super(message);
  }

  RunRefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}
