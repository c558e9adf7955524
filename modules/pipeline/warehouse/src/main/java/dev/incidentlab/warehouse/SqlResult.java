package dev.incidentlab.warehouse;

import java.util.List;

/**
 * What a query gave.
 *
 * @param columns names, in order
 * @param rows values as DuckDB writes them, null for null; long ones are cut
 * @param more whether there are rows beyond these
 */
public record SqlResult(List<String> columns, List<List<String>> rows, boolean more) {}
