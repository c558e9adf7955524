package dev.incidentlab.producer;

/**
 * Publishing stopped: something was not acknowledged or not written down. The ledger holds what was
 * acknowledged before; only a new start, which reads the topics' tails, goes on from there.
 */
final class PublishingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PublishingException(String message, Throwable cause) {
    super(message, cause);
  }
}
