package dev.incidentlab.delta;

import java.time.Instant;
import java.util.List;

/**
 * What {@link DeltaTable#vacuum} would do now.
 *
 * @param version the table's newest version
 * @param oldestWhole the oldest version that is sure to be readable afterwards
 * @param cutoff files in use since then stay
 * @param files what would be deleted, by path
 * @param stagedAhead staged files that are old enough, and stay because the table's position has
 *     not passed their rows: a job that is restored from a checkpoint may yet commit them
 */
public record VacuumPlan(
    long version, long oldestWhole, Instant cutoff, List<Doomed> files, int stagedAhead) {

  /** Why a file may go. */
  public enum Reason {
    /** Only versions before {@link #oldestWhole} name it. */
    REMOVED,
    /** In the table's folders, and no version names it: a commit that failed left it. */
    ORPHANED,
    /** Staged, and not taken up: a job that was killed left it. */
    STAGED,
    /** A temporary file of the log. */
    LOG
  }

  /**
   * A file to be deleted.
   *
   * @param path relative to the table's folder
   */
  public record Doomed(String path, Reason reason, long bytes) {}

  public VacuumPlan {
    files = List.copyOf(files);
  }

  /** Number of files of a reason. */
  public long count(Reason reason) {
    return files.stream().filter(file -> file.reason() == reason).count();
  }

  /** Size of all files together. */
  public long bytes() {
    return files.stream().mapToLong(Doomed::bytes).sum();
  }
}
