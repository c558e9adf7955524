package dev.incidentlab.grading;

import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/**
 * A record that was published, or what someone makes of it.
 *
 * @param event under version 1 of its contract; null for poison
 */
record Published(int partition, long offset, GenericRecord event) {
  String id() {
    return event.get("event_id").toString();
  }

  /** The same record with one value changed. */
  Published with(String column, Object value) {
    GenericRecord changed = GenericData.get().deepCopy(event.getSchema(), event);
    changed.put(column, value);
    return new Published(partition, offset, changed);
  }
}
