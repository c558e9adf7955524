package dev.incidentlab.delta;

import java.time.LocalDate;
import java.util.List;

/**
 * What {@link DeltaTable#optimize} would do now.
 *
 * @param version the table's version that this holds for
 * @param files files that the version has
 * @param bytes their size
 * @param rewrites what would be replaced; empty if the layout is as wanted
 */
public record OptimizePlan(long version, int files, long bytes, List<Rewrite> rewrites) {

  /**
   * Files of one event date that become fewer, or clustered ones.
   *
   * @param files number of files that go
   * @param bytes their size
   * @param rows rows in them
   * @param newFiles files that come instead
   */
  public record Rewrite(LocalDate eventDate, int files, long bytes, long rows, int newFiles) {}

  public OptimizePlan {
    rewrites = List.copyOf(rewrites);
  }
}
