package dev.incidentlab.delta;

import dev.incidentlab.delta.VacuumPlan.Doomed;
import dev.incidentlab.delta.VacuumPlan.Reason;
import io.delta.standalone.exceptions.DeltaConcurrentModificationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Deletes files that no version within the retention names, and what failed writers left.
 *
 * <p>Which version was the newest at the cutoff is told by the log's own commits: what that one and
 * all later ones name stays, whatever the files' times are. Files that no version names go by the
 * time of their last link ({@code ctime}), so that one that was staged long ago and published just
 * now, for a commit that is under way, stays.
 */
final class Vacuum {

  static final String START = "VACUUM START";
  static final String END = "VACUUM END";

  /** Operation parameter: {@link VacuumPlan#oldestWhole}. */
  static final String OLDEST_WHOLE = "oldestWholeVersion";

  private final DeltaTable table;
  private final VacuumRequest request;
  private final InstantSource clock;

  Vacuum(DeltaTable table, VacuumRequest request, InstantSource clock) {
    this.table = table;
    this.request = request;
    this.clock = clock;
  }

  VacuumPlan plan() {
    Instant cutoff = clock.instant().minus(request.retention());
    // Files first: what a commit names after this was there, and young, or was not there.
    List<Path> found = table.files().all();
    NamedFiles named = NamedFiles.of(table.log().latest(), table.files(), cutoff);
    List<Doomed> doomed = new ArrayList<>();
    int[] ahead = {0};
    for (Path file : found) {
      Path path = table.directory().relativize(file);
      String top = path.getName(0).toString();
      if (top.equals(TableFiles.STAGING)) {
        if (isOld(file, cutoff) && hasPassed(file, named.positions(), ahead)) {
          add(doomed, file, Reason.STAGED);
        }
      } else if (top.equals(TableFiles.LOG)) {
        if (LinkLogStore.isTemporary(file) && isOld(file, cutoff)) {
          add(doomed, file, Reason.LOG);
        }
      } else if (top.startsWith(TableSchema.PARTITION_COLUMN + "=")
          && !named.since().contains(file)) {
        if (!named.ever().contains(file)) {
          if (isOld(file, cutoff)) {
            add(doomed, file, Reason.ORPHANED);
          }
        } else if (!request.orphansOnly()) {
          add(doomed, file, Reason.REMOVED);
        }
      }
    }
    doomed.sort(Comparator.comparing(Doomed::path));
    return new VacuumPlan(named.version(), named.oldestWhole(), cutoff, doomed, ahead[0]);
  }

  VacuumResult run() {
    VacuumPlan plan = plan();
    if (plan.files().isEmpty()) {
      return new VacuumResult(plan, 0, plan.version());
    }
    // Told first: a version that lost files to a vacuum that was killed must lead to it.
    tell(
        START,
        Map.of(
            "retentionCheckEnabled",
            "true",
            "specifiedRetentionMillis",
            Long.toString(request.retention().toMillis()),
            OLDEST_WHOLE,
            Long.toString(plan.oldestWhole())),
        Map.of("numFilesToDelete", (long) plan.files().size(), "sizeOfDataToDelete", plan.bytes()));
    int deleted = table.files().delete(plan.files().stream().map(Doomed::path).toList());
    long version =
        tell(END, Map.of("status", "COMPLETED"), Map.of("numDeletedFiles", (long) deleted));
    return new VacuumResult(plan, deleted, version);
  }

  private long tell(String operation, Map<String, Object> parameters, Map<String, Long> metrics) {
    while (true) {
      try {
        return table
            .log()
            .commit(
                table.log().begin(), List.of(), table.operation(operation, parameters, metrics));
      } catch (DeltaConcurrentModificationException e) {
        // The table was evolved meanwhile, which is nothing to a commit without rows.
      }
    }
  }

  private void add(List<Doomed> doomed, Path file, Reason reason) {
    try {
      String path = table.directory().relativize(file).toString();
      doomed.add(new Doomed(path, reason, Files.size(file)));
    } catch (NoSuchFileException e) {
      // Its writer has taken it back meanwhile.
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look at " + file, e);
    }
  }

  private static boolean isOld(Path file, Instant cutoff) {
    try {
      FileTime linked = (FileTime) Files.getAttribute(file, "unix:ctime");
      return linked.toInstant().isBefore(cutoff);
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look at " + file, e);
    }
  }

  private static boolean hasPassed(Path file, Map<Integer, Long> positions, int[] ahead) {
    boolean passed = PassedFiles.isPassed(file, positions);
    ahead[0] += passed ? 0 : 1;
    return passed;
  }
}
