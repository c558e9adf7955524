package dev.incidentlab.schema;

import java.io.IOException;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;

/**
 * Decodes every record with one fixed schema as writer and reader, whatever the frame's schema id
 * says, and ignores bytes left over. This is how many teams write their first consumer, and the
 * cause of the incident: bytes of a later schema may decode "successfully" into wrong values.
 */
public final class PinnedDecoder implements EventDecoder {
  private static final int REVISION = 1;

  private final GenericDatumReader<GenericRecord> reader;
  private BinaryDecoder decoder;

  public PinnedDecoder(Schema pinned) {
    this.reader = new GenericDatumReader<>(pinned);
  }

  @Override
  public GenericRecord decode(byte[] frame) throws UndecodableException {
    WireFormat.schemaId(frame);
    decoder =
        DecoderFactory.get()
            .binaryDecoder(
                frame, WireFormat.HEADER_LENGTH, frame.length - WireFormat.HEADER_LENGTH, decoder);
    try {
      return reader.read(null, decoder);
    } catch (IOException | AvroRuntimeException | IndexOutOfBoundsException e) {
      throw new UndecodableException(
          UndecodableException.Reason.MALFORMED, "pinned schema: " + e.getMessage(), e);
    }
  }

  @Override
  public int revision() {
    return REVISION;
  }
}
