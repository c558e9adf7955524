package dev.incidentlab.schema;

import com.google.common.base.Utf8;
import dev.incidentlab.schema.UndecodableException.Reason;
import java.io.EOFException;
import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;

/** Reads the payloads of frames, one after the other. */
final class PayloadReader {
  private final FrameDecoder decoder = new FrameDecoder();

  /**
   * Reads a frame's payload. Texts of the value are UTF-8, as Avro's specification demands and
   * Avro's library does not check: a column with other bytes makes its whole file unreadable for
   * some. What the reader's schema leaves out is not looked at.
   *
   * @param by for the message: by which schema
   * @throws UndecodableException with {@link Reason#MALFORMED}
   */
  GenericRecord read(byte[] frame, GenericDatumReader<GenericRecord> reader, String by)
      throws UndecodableException {
    decoder.reset(frame);
    return read(reader, by);
  }

  /**
   * Reads one value from what earlier frames have left unread and this frame's payload behind it.
   *
   * @param most bytes that may be unread before the value is read
   * @throws UndecodableException with {@link Reason#MALFORMED}; what the value should have been is
   *     read as far as it went
   */
  GenericRecord readOn(byte[] frame, int most, GenericDatumReader<GenericRecord> reader, String by)
      throws UndecodableException {
    decoder.append(frame, most);
    try {
      return read(reader, by);
    } catch (UndecodableException e) {
      if (e.getCause() instanceof EOFException) {
        // Whoever reads a stream learns that it ends by reading it to its end.
        decoder.drop();
      }
      throw e;
    }
  }

  private GenericRecord read(GenericDatumReader<GenericRecord> reader, String by)
      throws UndecodableException {
    try {
      GenericRecord value = reader.read(null, decoder);
      requireUtf8(value, by);
      return value;
    } catch (IOException | RuntimeException e) {
      // Reading depends on nothing but these bytes and schemas: whatever it throws, it would throw
      // again. The library's exceptions of bad data are of many classes.
      throw new UndecodableException(Reason.MALFORMED, by + ": " + e.getMessage(), e);
    }
  }

  /** Whether the last read has left bytes over. */
  boolean bytesLeft() {
    return decoder.remainingBytes() > 0;
  }

  private static void requireUtf8(GenericRecord value, String by) throws UndecodableException {
    for (Schema.Field field : value.getSchema().getFields()) {
      Object v = value.get(field.pos());
      if (v instanceof org.apache.avro.util.Utf8 text) {
        if (!Utf8.isWellFormed(text.getBytes(), 0, text.getByteLength())) {
          throw new UndecodableException(
              Reason.MALFORMED, "%s: %s is not UTF-8 text".formatted(by, field.name()));
        }
      } else if (v instanceof GenericRecord nested) {
        requireUtf8(nested, by);
      }
    }
  }
}
