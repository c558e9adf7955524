package dev.incidentlab.schema;

import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;

/**
 * Decodes every record with one fixed schema as writer and reader, whatever the frame's schema id
 * says, and ignores bytes left over. This is how many teams write their first consumer, and the
 * cause of the incident: bytes of a later schema may decode "successfully" into wrong values.
 */
public final class PinnedDecoder implements EventDecoder {
  private static final int REVISION = 1;

  private final GenericDatumReader<GenericRecord> reader;
  private final PayloadReader payloads = new PayloadReader();

  public PinnedDecoder(Schema pinned) {
    this.reader = new GenericDatumReader<>(pinned);
  }

  @Override
  public GenericRecord decode(byte[] frame) throws UndecodableException {
    WireFormat.schemaId(frame);
    return payloads.read(frame, reader, "pinned schema");
  }

  @Override
  public int revision() {
    return REVISION;
  }
}
