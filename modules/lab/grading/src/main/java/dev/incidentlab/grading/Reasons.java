package dev.incidentlab.grading;

/** Failures in words for people. */
final class Reasons {
  private Reasons() {}

  /** The first line of the message, or the kind of failure where there is none. */
  static String of(Throwable failure) {
    String message = failure.getMessage();
    return message == null || message.isBlank()
        ? failure.getClass().getSimpleName()
        : message.lines().findFirst().orElseThrow();
  }
}
