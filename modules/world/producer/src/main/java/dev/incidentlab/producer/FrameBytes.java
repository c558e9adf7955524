package dev.incidentlab.producer;

import dev.incidentlab.schema.WireFormat;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes one frame after the other: the Confluent header, then values in Avro's binary encoding
 * (Avro specification, "Binary Encoding"), straight into a buffer that is used again.
 */
final class FrameBytes {
  private static final int LONGEST_FRAME = 1_024;
  private static final byte FIRST_BRANCH = 0;
  private static final byte SECOND_BRANCH = 2;

  private final byte[] bytes = new byte[LONGEST_FRAME];
  private int length;

  /** A text as it goes over the wire, made once: length and UTF-8 bytes. */
  static byte[] encoded(String text) {
    FrameBytes frame = new FrameBytes();
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    frame.number(utf8.length);
    frame.raw(utf8);
    return frame.copy();
  }

  /** Starts a frame. */
  void header(int schemaId) {
    bytes[0] = 0;
    ByteBuffer.wrap(bytes).putInt(1, schemaId);
    length = WireFormat.HEADER_LENGTH;
  }

  /** An int or a long: zigzag, then seven bits a byte, the lowest first. */
  void number(long value) {
    long rest = (value << 1) ^ (value >> 63);
    while ((rest & ~0x7fL) != 0) {
      bytes[length++] = (byte) ((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    bytes[length++] = (byte) rest;
  }

  void text(Ascii text) {
    number(text.length());
    raw(text.bytes());
  }

  /** Bytes as they are, for instance an {@link #encoded} text. */
  void raw(byte[] encoded) {
    System.arraycopy(encoded, 0, bytes, length, encoded.length);
    length += encoded.length;
  }

  /** The null of a union whose first branch is null. */
  void absent() {
    bytes[length++] = FIRST_BRANCH;
  }

  /** Announces a value of a union's second branch. */
  void present() {
    bytes[length++] = SECOND_BRANCH;
  }

  /** The frame so far, in an array of its own. */
  byte[] copy() {
    return Arrays.copyOf(bytes, length);
  }
}
