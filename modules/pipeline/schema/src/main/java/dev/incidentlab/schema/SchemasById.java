package dev.incidentlab.schema;

/** Where writers' schemas are found by the id that a frame carries. */
@FunctionalInterface
interface SchemasById {
  /** As {@link SchemaRegistry#byId}. */
  org.apache.avro.Schema byId(int id) throws UndecodableException;
}
