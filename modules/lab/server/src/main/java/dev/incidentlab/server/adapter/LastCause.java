package dev.incidentlab.server.adapter;

import java.net.ConnectException;
import java.nio.file.NoSuchFileException;
import org.apache.kafka.common.errors.TimeoutException;

/** What a failure comes down to: its last cause says it shortest. */
final class LastCause {
  private LastCause() {}

  /** In a line. */
  static String of(Throwable failure) {
    Throwable cause = failure;
    // Behind that one the HTTP client has only that its channel is closed.
    while (cause.getCause() != null && !(cause instanceof ConnectException)) {
      cause = cause.getCause();
    }
    if (cause instanceof ConnectException) {
      return "connection refused";
    }
    if (cause instanceof TimeoutException) {
      return "no broker answered in time; is security.protocol that of its listener?";
    }
    String message = cause.getMessage();
    if (message == null || message.isBlank()) {
      return cause.getClass().getSimpleName(); // Some say it by their name alone.
    }
    String line = message.lines().findFirst().orElse("");
    return cause instanceof NoSuchFileException ? "there is no file " + line : line;
  }
}
