package dev.incidentlab.warehouse.lineage;

/** How a column is used, in the words of OpenLineage's column lineage. */
public enum Use {
  IDENTITY("DIRECT"),
  TRANSFORMATION("DIRECT"),
  AGGREGATION("DIRECT"),
  /** Decides which rows or values count for a column. */
  CONDITIONAL("INDIRECT"),
  FILTER("INDIRECT"),
  JOIN("INDIRECT"),
  GROUP_BY("INDIRECT"),
  SORT("INDIRECT");

  private final String type;

  Use(String type) {
    this.type = type;
  }

  /** {@code DIRECT} if values come from it, {@code INDIRECT} if it only decides. */
  public String type() {
    return type;
  }

  /** What becomes of a use in a subquery when its column is used like this. */
  Use of(Use inner) {
    if (this == IDENTITY || inner == CONDITIONAL && type.equals("DIRECT")) {
      return inner;
    }
    return this == TRANSFORMATION && inner == AGGREGATION ? inner : this;
  }
}
