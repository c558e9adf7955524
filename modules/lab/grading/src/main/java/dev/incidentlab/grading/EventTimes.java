package dev.incidentlab.grading;

import dev.incidentlab.grading.TableReader.DataFile;
import dev.incidentlab.grading.TableReader.Version;
import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.FilteredColumnarBatch;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The newest event time in each file of a table, from the rows themselves. Files that were read for
 * another reason are not read again. Safe for many threads.
 */
final class EventTimes {
  private final Map<String, Long> newest = new HashMap<>();
  private final Set<String> known = new HashSet<>();

  /** Takes note of an event time in a file. */
  synchronized void saw(String path, long eventTsMicros) {
    newest.merge(path, eventTsMicros, Math::max);
  }

  /** Takes note that all rows of the files were seen. */
  synchronized void know(Collection<String> paths) {
    known.addAll(paths);
  }

  /** The newest event time of a version in microseconds since 1970; empty if it has no rows. */
  OptionalLong newest(TableReader table, Version version) throws IOException, InterruptedException {
    List<DataFile> unread = unread(version);
    if (!unread.isEmpty()) {
      table.read(version, unread, List.of(Reconciler.TIME_COLUMN), () -> this::visit);
      know(unread.stream().map(DataFile::path).toList());
    }
    synchronized (this) {
      return version.files().stream()
          .filter(file -> newest.containsKey(file.path()))
          .mapToLong(file -> newest.get(file.path()))
          .filter(micros -> micros != Long.MIN_VALUE)
          .max();
    }
  }

  private synchronized List<DataFile> unread(Version version) {
    return version.files().stream().filter(file -> !known.contains(file.path())).toList();
  }

  private void visit(String path, FilteredColumnarBatch batch) {
    ColumnVector times = batch.getData().getColumnVector(0);
    long max = Long.MIN_VALUE;
    for (int row = 0; row < times.getSize(); row++) {
      if (RowBatch.isSelected(batch, row) && !times.isNullAt(row)) {
        max = Math.max(max, times.getLong(row));
      }
    }
    saw(path, max);
  }
}
