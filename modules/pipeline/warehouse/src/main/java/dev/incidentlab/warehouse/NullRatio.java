package dev.incidentlab.warehouse;

/** Rows of a window of event time, and how many of them are null in a column. */
public record NullRatio(String column, long rows, long nulls) {
  /** Nulls per row, 0 if there are no rows. */
  public double ratio() {
    return rows == 0 ? 0 : (double) nulls / rows;
  }
}
