package dev.incidentlab.delta;

import java.util.List;

/**
 * How to lay out a table's files anew. Rows stay what they are.
 *
 * @param targetBytes smaller files of one event date are brought together up to this size
 * @param zOrderBy columns by which rows are clustered, with the event time as the last of them; all
 *     files of an event date are then rewritten, unless they are clustered so. Empty to join files
 *     only
 */
public record OptimizeRequest(long targetBytes, List<String> zOrderBy) {

  /** What other Delta writers take. */
  public static final long DEFAULT_TARGET_BYTES = 256L << 20;

  /** With the event time, four columns of 16 bits fill the curve's 64. */
  static final int MAX_COLUMNS = 3;

  /** All columns that a table of this schema would be clustered by; none if it would not be. */
  public List<String> clusteredBy(TableSchema schema) {
    return zOrderBy.isEmpty() ? List.of() : ZOrder.columns(zOrderBy, schema);
  }

  public OptimizeRequest {
    zOrderBy = List.copyOf(zOrderBy);
    if (targetBytes <= 0) {
      throw new IllegalArgumentException(
          "the target size must be above 0 bytes, was %d".formatted(targetBytes));
    }
    if (zOrderBy.size() > MAX_COLUMNS) {
      throw new IllegalArgumentException(
          "Z-order takes at most %d columns, were %s; give those that queries filter by"
              .formatted(MAX_COLUMNS, zOrderBy));
    }
  }
}
