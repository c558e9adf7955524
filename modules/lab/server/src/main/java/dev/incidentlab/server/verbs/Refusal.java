package dev.incidentlab.server.verbs;

/** A request that is right in itself, but not at this time. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Refusal(String message) {
    super(message);
  }
}
