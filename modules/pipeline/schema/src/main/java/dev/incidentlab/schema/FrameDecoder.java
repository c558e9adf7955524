package dev.incidentlab.schema;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.io.Decoder;
import org.apache.avro.util.Utf8;

/**
 * Avro's binary encoding ("Binary encoding" in its specification), read from a frame's payload. All
 * that it remembers of a frame are the bytes, where it is and where they end, and {@link #reset}
 * sets all three: nothing of a frame that failed can be left for the next. Only who asks for that
 * by {@link #append} reads on in what was left.
 *
 * <p>No length is believed beyond the bytes that are there, whether what has it is read or skipped.
 * Avro's own decoder takes a negative length for an empty text when it skips one, and counts of
 * items that it skips for granted. An item has a byte at least: schemas whose items may have none
 * are not read by, see {@link SchemaBounds}. As in Avro's own decoder a number may have more bytes
 * than it needs, and bits beyond its width are dropped.
 */
final class FrameDecoder extends Decoder {
  private static final int INT_BYTES = 5;
  private static final int LONG_BYTES = 10;

  private byte[] bytes = {};
  private int at;

  /** Begins with a frame's payload. */
  void reset(byte[] frame) {
    bytes = frame;
    at = WireFormat.HEADER_LENGTH;
  }

  /**
   * Goes on behind what is unread with a frame's payload.
   *
   * @param most bytes that may be unread then; of the payload what is beyond them is lost
   */
  void append(byte[] frame, int most) {
    byte[] unread = Arrays.copyOfRange(bytes, at, bytes.length);
    int taken = Math.min(frame.length - WireFormat.HEADER_LENGTH, most - unread.length);
    bytes = Arrays.copyOf(unread, unread.length + taken);
    System.arraycopy(frame, WireFormat.HEADER_LENGTH, bytes, unread.length, taken);
    at = 0;
  }

  /** Leaves out all that is unread. */
  void drop() {
    at = bytes.length;
  }

  @Override
  public int remainingBytes() {
    return bytes.length - at;
  }

  @Override
  public void readNull() {}

  @Override
  public boolean readBoolean() throws IOException {
    return bytes[advance(1)] == 1;
  }

  @Override
  public int readInt() throws IOException {
    int raw = (int) readRaw(INT_BYTES);
    return raw >>> 1 ^ -(raw & 1);
  }

  @Override
  public long readLong() throws IOException {
    long raw = readRaw(LONG_BYTES);
    return raw >>> 1 ^ -(raw & 1);
  }

  private long readRaw(int most) throws IOException {
    long raw = 0;
    for (int shift = 0; shift < 7 * most; shift += 7) {
      byte b = bytes[advance(1)];
      raw |= (b & 0x7fL) << shift;
      if (b >= 0) {
        return raw;
      }
    }
    throw new AvroRuntimeException("a number has more than %d bytes".formatted(most));
  }

  @Override
  public float readFloat() throws IOException {
    return littleEndian(Float.BYTES).getFloat();
  }

  @Override
  public double readDouble() throws IOException {
    return littleEndian(Double.BYTES).getDouble();
  }

  private ByteBuffer littleEndian(int length) throws IOException {
    return ByteBuffer.wrap(bytes, advance(length), length).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public Utf8 readString(Utf8 old) throws IOException {
    int length = readLength();
    int from = advance(length);
    Utf8 text = old == null ? new Utf8() : old;
    text.setByteLength(length);
    System.arraycopy(bytes, from, text.getBytes(), 0, length);
    return text;
  }

  @Override
  public String readString() throws IOException {
    return readString(null).toString();
  }

  @Override
  public void skipString() throws IOException {
    advance(readLength());
  }

  @Override
  public ByteBuffer readBytes(ByteBuffer old) throws IOException {
    byte[] result = new byte[readLength()];
    readFixed(result, 0, result.length);
    return ByteBuffer.wrap(result);
  }

  @Override
  public void skipBytes() throws IOException {
    advance(readLength());
  }

  @Override
  public void readFixed(byte[] to, int start, int length) throws IOException {
    System.arraycopy(bytes, advance(length), to, start, length);
  }

  @Override
  public void skipFixed(int length) throws IOException {
    advance(length);
  }

  @Override
  public int readEnum() throws IOException {
    return readInt();
  }

  @Override
  public int readIndex() throws IOException {
    return readInt();
  }

  @Override
  public long readArrayStart() throws IOException {
    return readItems();
  }

  @Override
  public long arrayNext() throws IOException {
    return readItems();
  }

  @Override
  public long skipArray() throws IOException {
    return skipItems();
  }

  @Override
  public long readMapStart() throws IOException {
    return readItems();
  }

  @Override
  public long mapNext() throws IOException {
    return readItems();
  }

  @Override
  public long skipMap() throws IOException {
    return skipItems();
  }

  /** Items of the block that begins here; the size in bytes that stands behind a negative count. */
  private long readItems() throws IOException {
    long count = readLong();
    if (count < 0) {
      count = -count;
      readLength();
    }
    return requireThere(count);
  }

  /** Skips blocks that say how many bytes they have; items of the first one that does not. */
  private long skipItems() throws IOException {
    long count = readLong();
    while (count < 0) {
      advance(readLength());
      count = readLong();
    }
    return requireThere(count);
  }

  private int readLength() throws IOException {
    return (int) requireThere(readLong());
  }

  /** So many bytes, or items of a byte at least. */
  private long requireThere(long count) throws IOException {
    if (count < 0) {
      throw new AvroRuntimeException("a length is %d".formatted(count));
    }
    if (count > remainingBytes()) {
      throw new EOFException(
          "a length is %d, and the record has %d more bytes".formatted(count, remainingBytes()));
    }
    return count;
  }

  private int advance(int count) throws IOException {
    if (count > remainingBytes()) {
      throw new EOFException("the record ends within a value");
    }
    int from = at;
    at += count;
    return from;
  }
}
