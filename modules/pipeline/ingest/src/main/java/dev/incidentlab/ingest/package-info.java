/**
 * Three Flink jobs in one jar: {@link dev.incidentlab.ingest.IngestJob} brings a topic into a Delta
 * table without end, {@link dev.incidentlab.ingest.ReplayJob} brings a range of offsets again,
 * {@link dev.incidentlab.ingest.RedriveJob} brings dead letters. All decode the same way: raw bytes
 * with their position, then a row or a dead letter, then one Delta commit.
 */
package dev.incidentlab.ingest;
