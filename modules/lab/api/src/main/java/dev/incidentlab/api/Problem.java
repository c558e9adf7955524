package dev.incidentlab.api;

/**
 * An error answer, as {@code application/problem+json} (RFC 9457).
 *
 * @param title what kind of error
 * @param status the HTTP status
 * @param detail offender, constraint, actual value and remedy
 */
public record Problem(String title, int status, String detail) {
  /** Media type of error answers. */
  public static final String MEDIA_TYPE = "application/problem+json";
}
