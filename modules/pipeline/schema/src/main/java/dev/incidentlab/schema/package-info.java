/**
 * What the events look like on the wire: Avro contracts, the Confluent frame around each record,
 * the registry that knows the writer's schema, and the decoders that turn a frame into a value.
 */
package dev.incidentlab.schema;
