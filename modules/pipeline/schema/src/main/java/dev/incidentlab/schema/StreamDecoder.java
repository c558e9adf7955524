package dev.incidentlab.schema;

import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;

/**
 * Decodes with one fixed schema as writer and reader, and with one decoder for all records: payload
 * after payload goes into a stream that it reads from. What a record leaves unread is read as the
 * beginning of the next.
 *
 * <p>This is a mistake, and a common one: Avro's buffered {@code BinaryDecoder} over an input
 * stream that is refilled with each record, made once since making one looks costly. While every
 * record is read to its last byte it works. After one that could not be read it goes on where it
 * stopped, inside of that record: whoever catches the exception and takes the next record gets the
 * rest of the bad one instead, as a row of its own if it happens to read as one, and from then on
 * each record's value at the position of a later one. Values that are still on their way when the
 * job stops or decodes otherwise are lost, since their positions have been passed.
 *
 * <p>Two things are kinder than in Avro: no length is believed beyond the bytes that are there, so
 * that a misreading cannot exhaust the memory, and texts must be UTF-8. Like Avro's it holds 8 KiB.
 */
public final class StreamDecoder implements EventDecoder {
  /** Below that of a pinned schema: its values may be those of other records. */
  private static final int REVISION = 0;

  /** The default of Avro's decoder factory, which buffers that much. */
  private static final int BUFFER = 8_192;

  private final GenericDatumReader<GenericRecord> reader;
  private final PayloadReader payloads = new PayloadReader();

  public StreamDecoder(Schema pinned) {
    this.reader = new GenericDatumReader<>(pinned);
  }

  /**
   * The next value of the stream, which is this frame's only as long as every record before it was
   * read to its end.
   */
  @Override
  public GenericRecord decode(byte[] frame) throws UndecodableException {
    WireFormat.schemaId(frame);
    return payloads.readOn(frame, BUFFER, reader, "stream of payloads");
  }

  @Override
  public int revision() {
    return REVISION;
  }
}
