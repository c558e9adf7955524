package dev.incidentlab.producer;

import java.nio.charset.StandardCharsets;

/** UUIDs of version 7 (RFC 9562, section 5.7): 48 bits of time, then random bits. */
final class EventId {
  /** Length of the text form in characters, all of them ASCII. */
  static final int TEXT_LENGTH = 36;

  private static final long VERSION = 0x7000L;
  private static final long VARIANT = 0x8000000000000000L;
  private static final long RANDOM_A = 0x0fffL;
  private static final long RANDOM_B = 0x3fffffffffffffffL;
  private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private EventId() {}

  static long high(long epochMillis, long random) {
    return (epochMillis << 16) | VERSION | (random & RANDOM_A);
  }

  static long low(long random) {
    return VARIANT | (random & RANDOM_B);
  }

  /** Writes the text form of an id into {@code into} from {@code at} on. */
  static void writeText(long high, long low, byte[] into, int at) {
    hex(high >>> 32, 8, into, at);
    into[at + 8] = '-';
    hex(high >>> 16, 4, into, at + 9);
    into[at + 13] = '-';
    hex(high, 4, into, at + 14);
    into[at + 18] = '-';
    hex(low >>> 48, 4, into, at + 19);
    into[at + 23] = '-';
    hex(low, 12, into, at + 24);
  }

  private static void hex(long bits, int digits, byte[] into, int at) {
    long rest = bits;
    for (int i = at + digits - 1; i >= at; i--) {
      into[i] = DIGITS[(int) (rest & 0xf)];
      rest >>>= 4;
    }
  }
}
