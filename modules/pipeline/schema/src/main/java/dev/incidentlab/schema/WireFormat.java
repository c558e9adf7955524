package dev.incidentlab.schema;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/**
 * The Confluent wire format: one magic byte {@code 0}, the writer's schema id as a big-endian int,
 * then the Avro binary encoding of the value ("Wire format" in Confluent's Schema Registry
 * documentation).
 */
public final class WireFormat {
  /** Length of the header in bytes. */
  public static final int HEADER_LENGTH = 5;

  private static final byte MAGIC = 0;

  private WireFormat() {}

  /**
   * The writer's schema id in a frame.
   *
   * @throws UndecodableException with {@link UndecodableException.Reason#NOT_FRAMED} if the bytes
   *     do not start with the header
   */
  public static int schemaId(byte[] frame) throws UndecodableException {
    if (frame == null || frame.length < HEADER_LENGTH) {
      throw new UndecodableException(
          UndecodableException.Reason.NOT_FRAMED,
          "the record has %s bytes; a frame starts with a header of %d"
              .formatted(frame == null ? "no" : frame.length, HEADER_LENGTH));
    }
    if (frame[0] != MAGIC) {
      throw new UndecodableException(
          UndecodableException.Reason.NOT_FRAMED,
          "the record starts with byte 0x%02x; a frame starts with 0x00".formatted(frame[0]));
    }
    return ByteBuffer.wrap(frame, 1, Integer.BYTES).getInt();
  }

  /** Encodes {@code value} with {@code writer} and frames it with the id of that schema. */
  public static byte[] encode(int schemaId, Schema writer, GenericRecord value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(128);
    out.write(MAGIC);
    out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(schemaId).array());
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
    try {
      new GenericDatumWriter<GenericRecord>(writer).write(value, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return out.toByteArray();
  }
}
