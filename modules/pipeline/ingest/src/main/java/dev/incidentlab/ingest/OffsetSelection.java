package dev.incidentlab.ingest;

import dev.incidentlab.delta.OffsetRange;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.stream.Collectors;

/**
 * Some offsets of one partition, as text {@code 3-5,9-10}: from the first up to, not including, the
 * second.
 */
public final class OffsetSelection implements Serializable {
  private static final long serialVersionUID = 1L;

  private final ArrayList<OffsetRange> ranges;

  private OffsetSelection(List<OffsetRange> ranges) {
    this.ranges = new ArrayList<>(ranges);
  }

  /**
   * Exactly these offsets.
   *
   * @throws IllegalArgumentException if there are none
   */
  public static OffsetSelection of(SortedSet<Long> offsets) {
    if (offsets.isEmpty()) {
      throw new IllegalArgumentException("a selection of no offsets; give at least one");
    }
    List<OffsetRange> ranges = new ArrayList<>();
    long from = offsets.first();
    long to = from;
    for (long offset : offsets) {
      if (offset > to) {
        ranges.add(new OffsetRange(from, to));
        from = offset;
      }
      to = offset + 1;
    }
    ranges.add(new OffsetRange(from, to));
    return new OffsetSelection(ranges);
  }

  /** What {@link #toString()} wrote. */
  static OffsetSelection parse(String text) {
    List<OffsetRange> ranges = Arrays.stream(text.split(",", -1)).map(r -> range(r, text)).toList();
    for (int i = 1; i < ranges.size(); i++) {
      if (ranges.get(i).from() <= ranges.get(i - 1).to()) {
        throw new IllegalArgumentException(
            "offsets %s: %s does not lie behind %s with a gap; sort and join them"
                .formatted(text, ranges.get(i), ranges.get(i - 1)));
      }
    }
    return new OffsetSelection(ranges);
  }

  private static OffsetRange range(String part, String whole) {
    if (!part.matches("\\d{1,18}-\\d{1,18}")) {
      throw new IllegalArgumentException(
          "'%s' in '%s' is no range of offsets; write FROM-TO, separated by commas"
              .formatted(part, whole));
    }
    String[] ends = part.split("-");
    return new OffsetRange(Long.parseLong(ends[0]), Long.parseLong(ends[1]));
  }

  /** The first of them. */
  long first() {
    return ranges.get(0).from();
  }

  /** The offset behind the last of them. */
  long end() {
    return ranges.get(ranges.size() - 1).to();
  }

  boolean contains(long offset) {
    int low = 0;
    int high = ranges.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      OffsetRange range = ranges.get(middle);
      if (offset < range.from()) {
        high = middle - 1;
      } else if (offset >= range.to()) {
        low = middle + 1;
      } else {
        return true;
      }
    }
    return false;
  }

  @Override
  public String toString() {
    return ranges.stream().map(r -> r.from() + "-" + r.to()).collect(Collectors.joining(","));
  }
}
