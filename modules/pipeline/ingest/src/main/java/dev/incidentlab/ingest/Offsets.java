package dev.incidentlab.ingest;

import dev.incidentlab.delta.OffsetRange;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Offsets by partition as program arguments: {@code 0=120,1=98} and {@code 0=120-240,1=98-99}. */
public final class Offsets {
  private Offsets() {}

  /** {@code 0=120,1=98}: next offset to read, by partition. */
  public static Map<Integer, Long> parse(String text) {
    Map<Integer, Long> offsets = new TreeMap<>();
    for (String part : text.split(",", -1)) {
      String[] pair = split(part, "=", text);
      offsets.put(Integer.parseInt(pair[0]), Long.parseLong(pair[1]));
    }
    return offsets;
  }

  /** {@code 0=120-240}: from the first offset up to, not including, the second, by partition. */
  public static Map<Integer, OffsetRange> parseRanges(String text) {
    Map<Integer, OffsetRange> ranges = new TreeMap<>();
    for (String part : text.split(",", -1)) {
      String[] pair = split(part, "=", text);
      String[] range = split(pair[1], "-", text);
      ranges.put(
          Integer.parseInt(pair[0]),
          new OffsetRange(Long.parseLong(range[0]), Long.parseLong(range[1])));
    }
    return ranges;
  }

  public static String format(Map<Integer, Long> offsets) {
    return new TreeMap<>(offsets)
        .entrySet().stream()
            .map(e -> e.getKey() + "=" + e.getValue())
            .collect(Collectors.joining(","));
  }

  public static String formatRanges(Map<Integer, OffsetRange> ranges) {
    return new TreeMap<>(ranges)
        .entrySet().stream()
            .map(e -> e.getKey() + "=" + e.getValue().from() + "-" + e.getValue().to())
            .collect(Collectors.joining(","));
  }

  private static String[] split(String part, String separator, String whole) {
    String[] pair = part.split(separator, 2);
    if (pair.length != 2) {
      throw new IllegalArgumentException(
          "'%s' in '%s' is no offset; write PARTITION=OFFSET or PARTITION=FROM-TO, separated by commas"
              .formatted(part, whole));
    }
    return pair;
  }
}
