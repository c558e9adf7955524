package dev.incidentlab.warehouse;

import dev.incidentlab.delta.DeltaTable;
import dev.incidentlab.delta.TableSchema;
import dev.incidentlab.delta.TableSnapshot;

/** One version of one table. */
public record TableVersion(TableSchema schema, TableSnapshot snapshot) {

  /** The newest one. */
  public static TableVersion newest(DeltaTable table) {
    return of(table.snapshot());
  }

  /**
   * A certain one.
   *
   * @throws dev.incidentlab.delta.TableException if the log does not have it
   */
  public static TableVersion of(DeltaTable table, long version) {
    return of(table.snapshot(version));
  }

  private static TableVersion of(TableSnapshot snapshot) {
    return new TableVersion(snapshot.schema(), snapshot);
  }
}
