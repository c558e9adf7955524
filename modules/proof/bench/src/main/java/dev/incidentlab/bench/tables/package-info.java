/** Tables with many rows, and with many commits. */
package dev.incidentlab.bench.tables;
