package dev.incidentlab.warehouse;

import java.nio.file.Path;
import java.util.List;

/**
 * Rows under a name, in Parquet files.
 *
 * @param select SQL that gives them
 * @param files what that reads
 */
public record Relation(String name, String select, List<Path> files) {
  /** Parquet files that share their columns; there must be one at least. */
  public static Relation ofFiles(String name, List<Path> files) {
    return new Relation(
        name,
        "from read_parquet(%s, union_by_name = true)".formatted(ParquetSql.pathList(files)),
        List.copyOf(files));
  }

  /** A view of it. */
  String view(String kind) {
    return "create %s %s as %s".formatted(kind, ParquetSql.quoted(name), select);
  }
}
