/**
 * SQL over table snapshots, by DuckDB: freshness, quality checks, and the models that dashboards
 * read.
 */
package dev.incidentlab.warehouse;
