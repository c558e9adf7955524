package dev.incidentlab.warehouse;

import java.util.List;
import java.util.Map;

/**
 * What lies between two versions of a table. Rows are told apart by key; metadata columns do not
 * count. Where a key has several rows, those that both versions have are left out, and of the
 * others each is changed that has a counterpart.
 *
 * @param added rows that only the later version has
 * @param removed rows that only the earlier version has
 * @param changed rows with other values
 * @param examples some of each
 */
public record TableDiff(long added, long removed, long changed, List<Example> examples) {

  /** What became of a row. */
  public enum Kind {
    ADDED,
    REMOVED,
    CHANGED
  }

  /**
   * One row.
   *
   * @param before values by column, empty if it was added; of a changed row only columns that
   *     changed
   * @param after values by column, empty if it was removed; of a changed row only columns that
   *     changed
   */
  public record Example(
      Kind kind, String key, Map<String, String> before, Map<String, String> after) {}
}
