package dev.incidentlab.warehouse;

import dev.incidentlab.delta.ActiveFile;
import dev.incidentlab.delta.DeltaTable;
import dev.incidentlab.delta.TableSchema;
import dev.incidentlab.delta.TableSnapshot;
import java.time.Instant;
import java.util.List;

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

  /** All of its rows, under the table's name, with the partition column. */
  public Relation relation() {
    return relation(snapshot.files());
  }

  /** At least its rows with an event time in {@code [from, to)}. */
  public Relation relation(Instant from, Instant to) {
    return relation(files(from, to));
  }

  /** The files that may hold rows with an event time in {@code [from, to)}. */
  public List<ActiveFile> files(Instant from, Instant to) {
    return snapshot.files().stream()
        .filter(
            file ->
                file.bounds()
                    .map(b -> b.minEventTime().isBefore(to) && !b.maxEventTime().isBefore(from))
                    .orElse(true))
        .toList();
  }

  /** The rows of some of its files. */
  Relation relation(List<ActiveFile> files) {
    return new Relation(
        schema.tableName(),
        ParquetSql.rows(schema, files),
        files.stream().map(ActiveFile::path).toList());
  }
}
