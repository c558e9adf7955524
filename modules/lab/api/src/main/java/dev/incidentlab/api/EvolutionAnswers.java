package dev.incidentlab.api;

import java.util.List;

/** How a table's columns change. */
public final class EvolutionAnswers {
  private EvolutionAnswers() {}

  /**
   * A table that was brought to a later version of its contract.
   *
   * @param from the version of the contract that it declared before
   * @param to the version that it declares now
   * @param version of the table, in which that is so
   * @param columns those that the table gained; null in every row that it has
   */
  public record Evolution(
      String table,
      String contract,
      int from,
      int to,
      long version,
      List<NewColumn> columns,
      String ordinaryTool)
      implements Answer {}

  /**
   * One column.
   *
   * @param type as SQL writes it
   */
  public record NewColumn(String name, String type) {}
}
