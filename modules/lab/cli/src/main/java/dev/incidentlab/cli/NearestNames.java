package dev.incidentlab.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** What somebody may have meant. */
final class NearestNames {
  private static final int MOST = 3;
  private static final int SHORT_WORD = 4;

  private NearestNames() {}

  /** The names nearest to a word; the last word of a name counts as its name too. */
  static List<String> of(String typed, Collection<String> names) {
    int limit = typed.length() <= SHORT_WORD ? 1 : typed.length() / 3 + 1;
    List<String> near =
        names.stream()
            .filter(name -> distance(typed, name) <= limit || begins(typed, name))
            .sorted(Comparator.comparingInt(name -> distance(typed, name)))
            .toList();
    return near.stream()
        .filter(name -> distance(typed, name) == distance(typed, near.get(0)))
        .limit(MOST)
        .toList();
  }

  /** {@code ; did you mean 'status'?}, or nothing. */
  static String hint(String typed, Collection<String> names) {
    List<String> nearest = of(typed, names);
    return nearest.isEmpty()
        ? ""
        : "; did you mean '%s'?".formatted(String.join("' or '", nearest));
  }

  private static boolean begins(String typed, String name) {
    return typed.length() >= MOST && name.startsWith(typed);
  }

  private static int distance(String typed, String name) {
    String lastWord = name.substring(name.lastIndexOf(' ') + 1);
    return Math.min(edits(typed, name), edits(typed, lastWord));
  }

  /**
   * The optimal string alignment distance: insertions, deletions, replacements and swaps of
   * neighbours (Damerau 1964, Levenshtein 1965).
   */
  static int edits(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int replace = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + replace);
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        if (swapped) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
