package dev.incidentlab.ingest;

import dev.incidentlab.delta.DeltaTable;
import dev.incidentlab.delta.TableException;
import dev.incidentlab.schema.Contracts;
import java.util.Map;

/**
 * The version of its contract that a table declares to be read by. It is a property of the table,
 * {@link Contracts#READER_VERSION_PROPERTY}, set in the commit that gives the table the version's
 * columns, so that it outlives every process and cannot say something else than they do.
 */
public final class DeclaredReader {
  private DeclaredReader() {}

  static Map<String, String> property(int version) {
    return Map.of(Contracts.READER_VERSION_PROPERTY, String.valueOf(version));
  }

  /**
   * The version that a table declares now.
   *
   * @throws TableException if it declares none
   */
  public static int of(DeltaTable table) {
    String declared = table.property(Contracts.READER_VERSION_PROPERTY).orElse("nothing");
    try {
      return Integer.parseInt(declared);
    } catch (NumberFormatException e) {
      throw new TableException(
          "table %s in %s declares '%s' as %s, not a version of its contract; set the property to the version that its columns are of"
              .formatted(
                  table.schema().tableName(),
                  table.directory(),
                  declared,
                  Contracts.READER_VERSION_PROPERTY),
          e);
    }
  }

  /**
   * Evolves the table of a pipeline to a later version of its contract, columns and declaration in
   * one commit.
   *
   * @param by named in the table's history
   * @return the table with its new columns
   * @throws IllegalArgumentException if the contract has no such version, the table has it already
   *     or is beyond it, or rows that are there cannot follow
   */
  public static DeltaTable evolve(JobOptions options, int to, String by) {
    DeltaTable table = options.table();
    int from = of(table);
    int newest = Contracts.newest(options.contract());
    if (to < 1 || to > newest) {
      throw new IllegalArgumentException(
          "contract %s has no version %d, its newest is %d; choose one up to that"
              .formatted(options.contract(), to, newest));
    }
    if (to == from) {
      throw new IllegalArgumentException(
          "%s declares version %d of %s already; there is nothing to evolve"
              .formatted(options.tableName(), from, options.contract()));
    }
    if (to < from) {
      throw new IllegalArgumentException(
          "%s declares version %d of %s and cannot go back to version %d: columns would go; leave it as it is"
              .formatted(options.tableName(), from, options.contract(), to));
    }
    return table.as(by).evolve(options.withReaderVersion(to).tableSchema(), property(to));
  }
}
