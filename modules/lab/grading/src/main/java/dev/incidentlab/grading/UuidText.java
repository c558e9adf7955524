package dev.incidentlab.grading;

/** Event ids in their text form (RFC 9562, section 4), as ASCII bytes. */
final class UuidText {
  private static final int LENGTH = 36;

  /** The value of each byte as a hexadecimal digit, negative for all others. */
  private static final byte[] DIGITS = digits();

  private UuidText() {}

  /** Whether the bytes are a UUID; {@link #high} and {@link #low} take nothing else. */
  static boolean isUuid(byte[] text) {
    if (text == null || text.length != LENGTH) {
      return false;
    }
    for (int i = 0; i < LENGTH; i++) {
      boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
      if (dash ? text[i] != '-' : digit(text[i]) < 0) {
        return false;
      }
    }
    return true;
  }

  static long high(byte[] text) {
    return bits(bits(bits(0, text, 0, 8), text, 9, 13), text, 14, 18);
  }

  static long low(byte[] text) {
    return bits(bits(0, text, 19, 23), text, 24, LENGTH);
  }

  private static long bits(long before, byte[] text, int from, int to) {
    long bits = before;
    for (int i = from; i < to; i++) {
      bits = bits << 4 | digit(text[i]);
    }
    return bits;
  }

  private static int digit(byte character) {
    return DIGITS[character & 0xff];
  }

  private static byte[] digits() {
    byte[] digits = new byte[256];
    for (int i = 0; i < digits.length; i++) {
      digits[i] = (byte) (i < 128 ? Character.digit((char) i, 16) : -1);
    }
    return digits;
  }
}
