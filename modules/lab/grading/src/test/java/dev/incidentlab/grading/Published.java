package dev.incidentlab.grading;

import dev.incidentlab.schema.Contracts;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/**
 * A record that was published, or what someone makes of it.
 *
 * @param event as its writer has it, under any version of its contract; null for poison
 */
record Published(int partition, long offset, GenericRecord event) {
  String id() {
    return event.get("event_id").toString();
  }

  /** What a reader of version 1 makes of an ad event of version 2. */
  Published inVersion1() {
    Schema v1 = Contracts.load(Contracts.AD_EVENT, 1);
    GenericRecord seen = new GenericData.Record(v1);
    v1.getFields().forEach(field -> seen.put(field.name(), event.get(field.name())));
    seen.put("event_type", SmallWorld.symbol("UNKNOWN"));
    return new Published(partition, offset, seen);
  }

  /** The same record with one value changed. */
  Published with(String column, Object value) {
    GenericRecord changed = GenericData.get().deepCopy(event.getSchema(), event);
    changed.put(column, value);
    return new Published(partition, offset, changed);
  }
}
