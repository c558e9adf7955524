package dev.incidentlab.grading;

import java.util.ArrayList;
import java.util.List;

/** Takes turns: only a few examples are kept, and each kind of failure should have one. */
final class Interleaved {
  private Interleaved() {}

  /** The first of every list, then the second of every list, and so on. */
  static List<String> of(List<List<String>> lists) {
    List<String> result = new ArrayList<>();
    int longest = lists.stream().mapToInt(List::size).max().orElse(0);
    for (int i = 0; i < longest; i++) {
      for (List<String> list : lists) {
        if (i < list.size()) {
          result.add(list.get(i));
        }
      }
    }
    return result;
  }
}
