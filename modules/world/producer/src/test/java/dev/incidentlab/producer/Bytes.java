package dev.incidentlab.producer;

import java.util.HexFormat;

/** Byte arrays as text, which compares by content. */
final class Bytes {
  private Bytes() {}

  static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
