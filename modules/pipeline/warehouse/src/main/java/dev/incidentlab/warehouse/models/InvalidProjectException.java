package dev.incidentlab.warehouse.models;

/** The files of the models are wrong; the message names file, offender and remedy. */
public final class InvalidProjectException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InvalidProjectException(String message, Throwable cause) {
    super(message, cause);
  }
}
