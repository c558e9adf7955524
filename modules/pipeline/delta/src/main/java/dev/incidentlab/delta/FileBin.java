package dev.incidentlab.delta;

import io.delta.standalone.actions.AddFile;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Files of one event date that are rewritten together.
 *
 * @param files in the order of their earliest events
 * @param newFiles how many come instead
 */
record FileBin(LocalDate eventDate, List<AddFile> files, int newFiles) {

  /** Tag of a file: the columns that its rows are clustered by. */
  static final String Z_ORDER_TAG = "ZORDER_BY";

  FileBin {
    files = List.copyOf(files);
  }

  long bytes() {
    return files.stream().mapToLong(AddFile::getSize).sum();
  }

  List<String> paths() {
    return files.stream().map(AddFile::getPath).toList();
  }

  /**
   * What a request makes of a table's files.
   *
   * <p>Files are packed next-fit in the order of their events, not of their size as Delta's own
   * OPTIMIZE does: keys are time-ordered, so neighbours in time make files with narrow bounds, and
   * a replay of an hour still reads few of them.
   */
  static List<FileBin> of(Collection<AddFile> active, OptimizeRequest request, TableSchema schema) {
    Map<LocalDate, List<AddFile>> byDate = new TreeMap<>();
    active.forEach(f -> byDate.computeIfAbsent(date(f), d -> new ArrayList<>()).add(f));
    List<FileBin> bins = new ArrayList<>();
    byDate.forEach(
        (date, files) -> {
          files.sort(byEventTime(schema));
          if (request.zOrderBy().isEmpty()) {
            pack(date, files, request.targetBytes(), bins);
          } else {
            cluster(date, files, request, schema, bins);
          }
        });
    return bins;
  }

  private static void pack(
      LocalDate date, List<AddFile> files, long targetBytes, List<FileBin> bins) {
    List<AddFile> bin = new ArrayList<>();
    long bytes = 0;
    for (AddFile file : files) {
      if (file.getSize() >= targetBytes) {
        continue;
      }
      if (bytes + file.getSize() > targetBytes) {
        close(date, bin, bins);
        bin = new ArrayList<>();
        bytes = 0;
      }
      bin.add(file);
      bytes += file.getSize();
    }
    close(date, bin, bins);
  }

  private static void close(LocalDate date, List<AddFile> bin, List<FileBin> bins) {
    // A file by itself is as large as it can be.
    if (bin.size() > 1) {
      bins.add(new FileBin(date, bin, 1));
    }
  }

  private static void cluster(
      LocalDate date,
      List<AddFile> files,
      OptimizeRequest request,
      TableSchema schema,
      List<FileBin> bins) {
    String order = zOrderTag(request, schema);
    long bytes = files.stream().mapToLong(AddFile::getSize).sum();
    int newFiles = Math.toIntExact((bytes + request.targetBytes() - 1) / request.targetBytes());
    boolean clustered = files.stream().allMatch(f -> order.equals(tag(f)));
    if (!clustered || files.size() > newFiles) {
      bins.add(new FileBin(date, files, newFiles));
    }
  }

  /** Null for a file of another writer's, or one that was not clustered. */
  private static String tag(AddFile file) {
    return file.getTags() == null ? null : file.getTags().get(Z_ORDER_TAG);
  }

  static String zOrderTag(OptimizeRequest request, TableSchema schema) {
    return String.join(",", request.clusteredBy(schema));
  }

  static LocalDate date(AddFile file) {
    return LocalDate.parse(file.getPartitionValues().get(TableSchema.PARTITION_COLUMN));
  }

  private static Comparator<AddFile> byEventTime(TableSchema schema) {
    return Comparator.comparing(
            (AddFile f) ->
                FileStats.bounds(TableLog.stats(f), schema)
                    .map(FileBounds::minEventTime)
                    .orElse(null),
            Comparator.nullsFirst(Comparator.naturalOrder()))
        .thenComparing(f -> Objects.requireNonNull(f.getPath()));
  }
}
