package dev.incidentlab.schema;

/** The registry did not answer: nothing is known about the record, so it must be tried again. */
public final class RegistryUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public RegistryUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
