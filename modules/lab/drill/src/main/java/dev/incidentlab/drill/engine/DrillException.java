package dev.incidentlab.drill.engine;

/** The drill cannot go on: the world did not do what the scenario says. */
public final class DrillException extends Exception {
  private static final long serialVersionUID = 1L;

  public DrillException(String message) {
    super(message);
  }

  public DrillException(String message, Throwable cause) {
    super(message, cause);
  }
}
