package dev.incidentlab.warehouse.lineage;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What the columns of a dataset are made of.
 *
 * @param columns by column, in its order; a column that is made of no other has none
 * @param rows what decides which rows there are, and so every column's values
 */
public record ColumnLineage(Map<String, Set<Origin>> columns, Set<Origin> rows) {

  /** A column of a dataset, and how it is used. */
  public record Origin(Dataset dataset, String column, Use use) implements Comparable<Origin> {
    @Override
    public int compareTo(Origin other) {
      int byDataset = dataset.compareTo(other.dataset);
      int byColumn = byDataset != 0 ? byDataset : column.compareTo(other.column);
      return byColumn != 0 ? byColumn : use.compareTo(other.use);
    }
  }

  /** Columns that are those of another dataset, under the same names. */
  public static ColumnLineage same(Collection<String> columns, Dataset source) {
    return same(columns, List.of(source), column -> column);
  }

  /**
   * Columns that are those of other datasets.
   *
   * @param origin the column's name there; null if it is made of none
   */
  static ColumnLineage same(
      Collection<String> columns, Collection<Dataset> sources, Function<String, String> origin) {
    Map<String, Set<Origin>> same = new LinkedHashMap<>();
    for (String column : columns) {
      Set<Origin> origins = new TreeSet<>();
      String there = origin.apply(column);
      if (there != null) {
        Use use = there.equals(column) ? Use.IDENTITY : Use.TRANSFORMATION;
        sources.forEach(source -> origins.add(new Origin(source, there, use)));
      }
      same.put(column, origins);
    }
    return new ColumnLineage(same, Set.of());
  }
}
