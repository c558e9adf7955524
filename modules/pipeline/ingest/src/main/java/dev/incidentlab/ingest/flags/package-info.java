/**
 * Feature flags: definitions in flagd's JSON shape, kept in a compacted Kafka topic and read
 * through OpenFeature.
 */
package dev.incidentlab.ingest.flags;
