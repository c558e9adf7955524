package dev.incidentlab.warehouse;

/**
 * A person's SQL that is not run, or that DuckDB did not run to its end; the message is one line.
 */
public final class SqlRefusedException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  SqlRefusedException(String message) {
    super("sql: " + message);
  }

  SqlRefusedException(String message, Throwable cause) {
    super("sql: " + message, cause);
  }
}
