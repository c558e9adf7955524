package dev.incidentlab.ingest;

import org.apache.avro.generic.GenericRecord;

/**
 * What became of one record, with its position.
 *
 * @param row the table row, or null if the record became a dead letter: its position counts all the
 *     same, since the table's position must pass it
 */
record SourceRow(int partition, long offset, GenericRecord row) {}
