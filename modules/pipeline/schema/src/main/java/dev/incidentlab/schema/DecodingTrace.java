package dev.incidentlab.schema;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;

/**
 * How far a frame can be read with one schema, field by field: for people who look for the cause of
 * an {@link UndecodableException}. Byte positions count from the frame's first byte, the header
 * included.
 *
 * @param fields those that were read, in the schema's order
 * @param error why the next field could not be read; null if all were read
 * @param stoppedAt position behind the last field that was read
 * @param unread bytes from there to the frame's end
 */
public record DecodingTrace(List<Field> fields, String error, int stoppedAt, int unread) {

  /**
   * One field.
   *
   * @param value as Avro prints it
   * @param from position of its first byte
   * @param to position behind its last byte
   */
  public record Field(String name, String value, int from, int to) {}

  public DecodingTrace {
    fields = List.copyOf(fields);
  }

  /** Whether every field was read and every byte was used. */
  public boolean complete() {
    return error == null && unread == 0;
  }

  /** Reads a frame as if this record schema had written it. */
  public static DecodingTrace of(byte[] frame, Schema writer) {
    try {
      WireFormat.schemaId(frame);
    } catch (UndecodableException e) {
      return failed(frame, e.getMessage());
    }
    List<Field> fields = new ArrayList<>();
    int at = WireFormat.HEADER_LENGTH;
    for (Schema.Field field : writer.getFields()) {
      try {
        Field read = read(frame, at, field);
        fields.add(read);
        at = read.to();
      } catch (EOFException e) {
        return stopped(fields, field, "it goes beyond the record's end", at, frame);
      } catch (IOException | AvroRuntimeException | IndexOutOfBoundsException e) {
        return stopped(fields, field, e.getMessage(), at, frame);
      }
    }
    return new DecodingTrace(fields, null, at, frame.length - at);
  }

  /** Nothing could be read, for a reason that lies outside of the fields. */
  public static DecodingTrace failed(byte[] frame, String error) {
    return new DecodingTrace(List.of(), error, 0, frame == null ? 0 : frame.length);
  }

  private static DecodingTrace stopped(
      List<Field> fields, Schema.Field field, String why, int at, byte[] frame) {
    return new DecodingTrace(fields, field.name() + ": " + why, at, frame.length - at);
  }

  private static Field read(byte[] frame, int from, Schema.Field field) throws IOException {
    // First without making anything of it: a length that is in truth something else must not be
    // believed, reading would reserve that many bytes before it finds that they are not there.
    GenericDatumReader.skip(field.schema(), decoder(frame, from));
    BinaryDecoder decoder = decoder(frame, from);
    Object value = new GenericDatumReader<>(field.schema()).read(null, decoder);
    int to = frame.length - decoder.inputStream().available();
    return new Field(field.name(), String.valueOf(value), from, to);
  }

  private static BinaryDecoder decoder(byte[] frame, int from) {
    return DecoderFactory.get().binaryDecoder(frame, from, frame.length - from, null);
  }
}
