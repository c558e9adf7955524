package dev.incidentlab.grading;

/** The grader could not look; the verdict is then an error. The message says what and why. */
final class GradingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  GradingException(String message) {
    super(message);
  }

  GradingException(String message, Throwable cause) {
    super(message + ": " + Reasons.of(cause), cause);
  }
}
