package dev.incidentlab.server.verbs;

/** A request that is right in itself, but not at this time. */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public Refusal(String message) {
    super(message);
  }
}
