package dev.incidentlab.grading;

import dev.incidentlab.drill.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Counts cases of one failure and keeps the few with the lowest positions, so that the same failure
 * shows the same examples in whatever order it is met.
 */
final class Examples {
  private final TreeSet<Example> kept = new TreeSet<>(Example.BY_POSITION);
  private long count;

  /**
   * @param example made only if it is kept
   */
  void add(int partition, long offset, Supplier<Example> example) {
    count++;
    if (kept.size() == Finding.MAX_EXAMPLES && isAfter(partition, offset, kept.last())) {
      return;
    }
    kept.add(example.get());
    if (kept.size() > Finding.MAX_EXAMPLES) {
      kept.pollLast();
    }
  }

  long count() {
    return count;
  }

  List<Example> kept() {
    return new ArrayList<>(kept);
  }

  void clear() {
    kept.clear();
    count = 0;
  }

  private static boolean isAfter(int partition, long offset, Example last) {
    return partition > last.partition()
        || (partition == last.partition() && offset >= last.offset());
  }
}
