package dev.incidentlab.drill;

/** A probe could not observe; that is an error of the lab or of the surroundings, never a pass. */
public final class ObservationException extends Exception {
  private static final long serialVersionUID = 1L;

  public ObservationException(String message) {
    super(message);
  }

  public ObservationException(String message, Throwable cause) {
    super(message, cause);
  }
}
