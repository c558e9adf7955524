package dev.incidentlab.producer;

import java.nio.charset.StandardCharsets;

/** ASCII text that is looked at in place, so that a text per event need not be made. */
final class Ascii implements CharSequence {
  private final byte[] bytes;

  Ascii(int length) {
    this.bytes = new byte[length];
  }

  /** The characters, to write into and to copy from. */
  byte[] bytes() {
    return bytes;
  }

  @Override
  public int length() {
    return bytes.length;
  }

  @Override
  public char charAt(int index) {
    return (char) bytes[index];
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return toString().substring(start, end);
  }

  @Override
  public String toString() {
    return new String(bytes, StandardCharsets.US_ASCII);
  }
}
