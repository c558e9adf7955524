package dev.incidentlab.schema;

import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;

/**
 * Writers' schemas that the registry has told once. An id stands for the same schema for ever, so
 * that nobody has to be asked for it again, also after a restart for which they were kept. Not safe
 * for use by several threads at once.
 */
public final class KnownSchemas {
  private final SchemasById registry;
  private final Map<Integer, Schema> known = new TreeMap<>();

  public KnownSchemas(SchemaRegistry registry) {
    this((SchemasById) registry::byId);
  }

  KnownSchemas(SchemasById registry) {
    this.registry = registry;
  }

  /** Takes in what {@link #known} gave before a restart. */
  public void learn(int id, Schema schema) {
    known.put(id, schema);
  }

  /** All that are known, by id. */
  public Map<Integer, Schema> known() {
    return Map.copyOf(known);
  }

  /**
   * An id that the registry does not know is asked for again each time: it may be there by then.
   */
  Schema byId(int id) throws UndecodableException {
    Schema schema = known.get(id);
    if (schema == null) {
      schema = registry.byId(id);
      known.put(id, schema);
    }
    return schema;
  }
}
