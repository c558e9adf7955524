package dev.incidentlab.grading;

import java.nio.charset.StandardCharsets;

/** A view of UTF-8 bytes as characters that makes no object for ASCII. For one thread. */
final class Utf8 implements CharSequence {
  private byte[] bytes = {};

  /** The text; valid until the next call. */
  CharSequence of(byte[] utf8) {
    for (byte b : utf8) {
      if (b < 0) {
        return new String(utf8, StandardCharsets.UTF_8);
      }
    }
    bytes = utf8;
    return this;
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
