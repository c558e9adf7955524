package dev.incidentlab.api;

/** A request that the lab refused, or could not carry out; the message is for people. */
public final class LabException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;

  /**
   * @param status the HTTP status: 4xx if the request is at fault, 5xx if the lab is; 0 if the lab
   *     could not be reached
   */
  public LabException(int status, String message) {
    super(message);
    this.status = status;
  }

  public LabException(int status, String message, Throwable cause) {
    super(message, cause);
    this.status = status;
  }

  public int status() {
    return status;
  }
}
