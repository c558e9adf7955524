package dev.incidentlab.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a table's files are laid out anew, and which of them go. */
public final class LayoutAnswers {
  private LayoutAnswers() {}

  /**
   * Files that were, or would be, rewritten; rows are the same before and after.
   *
   * @param dryRun whether this is only what would be done
   * @param version of the table, in which that is so
   * @param filesRemoved files that are replaced
   * @param filesAdded files that come instead
   * @param bytesRemoved size of the files that are replaced
   * @param bytesAdded size of the files that come; null of a dry run
   * @param rows rows in them
   * @param checksum of those rows, which was the same before and after; null if nothing was copied
   * @param retries how often another commit replaced one of the files first
   * @param clusteredBy columns of the Z-curve; empty if files were only joined
   * @param rewrites by event date
   */
  public record Optimization(
      String table,
      boolean dryRun,
      long version,
      int filesRemoved,
      int filesAdded,
      long bytesRemoved,
      @Nullable Long bytesAdded,
      long rows,
      @Nullable String checksum,
      int retries,
      List<String> clusteredBy,
      List<Rewrite> rewrites,
      String ordinaryTool)
      implements Answer {}

  /**
   * Files of one event date that are rewritten together.
   *
   * @param files how many go
   * @param newFiles how many come
   */
  public record Rewrite(String eventDate, int files, long bytes, long rows, int newFiles) {}

  /**
   * Files that were, or would be, deleted.
   *
   * @param dryRun whether this is only what would be done
   * @param version the table's newest
   * @param cutoff wall time; files in use since then stay
   * @param oldestWhole the oldest version that is sure to be readable afterwards
   * @param removed files that only older versions name
   * @param orphaned files of the table that no version names
   * @param staged files that writers left behind before a commit
   * @param temporary files that writers left in the log
   * @param stagedAhead staged files that stay, since ingest may yet commit their rows
   * @param bytes of all files that go
   * @param refusal why a run that is open would be refused this; null if it would not
   * @param files some of them
   */
  public record Vacuuming(
      String table,
      boolean dryRun,
      long version,
      String cutoff,
      long oldestWhole,
      long removed,
      long orphaned,
      long staged,
      long temporary,
      int stagedAhead,
      long bytes,
      @Nullable String refusal,
      List<String> files,
      String ordinaryTool)
      implements Answer {}
}
