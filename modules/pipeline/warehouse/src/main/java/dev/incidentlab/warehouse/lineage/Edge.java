package dev.incidentlab.warehouse.lineage;

import java.util.Set;

/**
 * A job makes a dataset of others.
 *
 * @param job its name
 * @param columns of the output
 */
public record Edge(String job, Set<Dataset> inputs, Dataset output, ColumnLineage columns) {}
